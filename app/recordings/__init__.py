"""Recordings: the media of an interview, where their bytes lie, and who may play them. Knows no transcript."""
