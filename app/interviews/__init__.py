"""Interviews and their speakers, and what the people heard in them allow. Knows no transcript."""
