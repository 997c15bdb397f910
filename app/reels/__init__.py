"""Reels: ordered clips of highlights and title cards, playable as one; exact cutting of clips out of recordings.

Knows highlights and recordings; refuses to know who else than a viewer may look: that is for `sharing`.
"""
