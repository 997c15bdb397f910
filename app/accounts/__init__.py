"""Users, browser sessions, API tokens: proves who someone is. Refuses to know what they may see (`access`)."""
