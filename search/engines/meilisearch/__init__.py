"""Meilisearch as the engine: the same contract on a server of its own, through the official client."""

from search.engines.meilisearch.engine import MeilisearchEngine

__all__ = ["MeilisearchEngine"]
