"""Long work that happens once: leased, with progress, retry and cancel.

Knows a job's kind and arguments, never what they mean; `wiring` names the handlers.
"""
