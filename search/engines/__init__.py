"""The engines behind the port; import the one that is meant."""
