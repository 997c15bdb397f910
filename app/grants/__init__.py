"""Grants: revocable permissions for someone without login.

Knows tokens, origins and time limits; refuses to know what its targets are: those are opaque names here.
"""
