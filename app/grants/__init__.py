"""Revocable permissions for those without login. Knows targets only as opaque names."""
