"""The rules every engine of ours shares, as pure functions: words, typos, query plans, rank keys, marks,
filters.

They know neither an index nor a file. The reference engine applies them to every document; the embedded
engine uses its index to avoid looking at most of them and must come to the same order.
"""
