"""Highlights: marked spans of transcripts with tags, emotions and notes, and what edits do to them.

Knows transcripts and the codebook; refuses to know reels, search and pages.
"""
