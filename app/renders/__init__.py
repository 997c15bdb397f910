"""Renders: a whole reel as one film file, its captions, its pictures, and its cut lists for editing programs.

Knows reels and how ffmpeg is asked; refuses to know grants: who outside the house plays a file is for `sharing`.
"""
