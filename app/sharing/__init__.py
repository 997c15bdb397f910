"""Sharing: what people without login see. Embeds in other sites' pages, links, cards, oEmbed.

Knows what a grant's target is, and that its holder hears only clips, only what consent lets out of the house.
Refuses to know users: no cookie is read or set here.
"""
