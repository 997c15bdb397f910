"""Transcripts: turns, their text and times, importing and editing them, and the anchors of marks in them.

It refuses to know what the marks are for: highlights live one floor above.
"""
