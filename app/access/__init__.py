"""Who may read and do what: roles, project teams, the Viewer, audiences.

One place computes an audience, for SQL and for search alike. Refuses to know what is shown.
"""
