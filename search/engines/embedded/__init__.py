"""The embedded engine: the whole contract in process, on a tantivy index and our own columns of words.

tantivy says which documents match and counts facets. The order of the best of them comes from the words'
places, which lie in memory-mapped columns beside the index, by the same rules as the reference engine's.
"""

from search.engines.embedded.engine import EmbeddedEngine

__all__ = ["EmbeddedEngine"]
