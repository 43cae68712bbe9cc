"""What does not get on without a person: one file for each kind of thing, each with what resolves it."""
