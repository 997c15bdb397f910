"""The people heard, seen as a whole: where their voice is, and what becomes of it when they take it back.

Receipts of withdrawals, erasure (GDPR art. 17), copies for the person (art. 15), retention, and the ledger that a
restored backup has to honour. It stands above everything that shows somebody. It refuses to know how things are shown.
"""
