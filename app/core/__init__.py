"""What every slice stands on: settings, rows, the database, errors, web plumbing, paging, ids.

Knows nothing of interviews, people or search. It refuses to import any slice.
"""
