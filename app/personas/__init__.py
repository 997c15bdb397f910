"""Personas: a name for several of the people heard, and who they are drawn from. Refuses to know what they said: quotes
are the index's, and who may read them is asked of those who spoke."""
