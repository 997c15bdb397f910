"""Participants and their consent. The only package that decides what a consent allows today."""
