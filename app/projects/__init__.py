"""Projects: pieces of research, their teams and who may see them. Knows nothing of what is inside."""
