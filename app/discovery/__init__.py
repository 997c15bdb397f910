"""Discovery: what can be found, and how. Turns rows into search documents, keeps the index in agreement with the
database, and answers searches from both: the index says *which*, the database says *what* and whether it may be shown.

Refuses to know which engine searches, and never shows anything from the index itself.
"""
