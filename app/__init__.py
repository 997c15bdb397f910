"""Firsthand: the product. The packages inside stand in one order, held by import-linter (docs/architecture.md)."""
