"""Sharing: what people without login see. Embeds of reels and quotes inside other sites' pages.

Knows what a grant's target is, and that its holder hears only clips, only what consent lets out of the house.
Refuses to know users: no cookie is read or set here.
"""
