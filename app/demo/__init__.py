"""The demo repository: an invented company and the people it listens to, loaded through the services."""
