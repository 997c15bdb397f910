"""News for the index: `touch` writes it beside a change, the relay makes the index agree, at least once.

Knows table names and ids, never what they mean; `wiring` gives it the function that makes the index agree.
"""
