"""Reports posts to the people who run the homeserver, by the way that Matrix has for it."""
