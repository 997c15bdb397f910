"""The audit log: who did what, append only. Refuses to know what the targets are."""
