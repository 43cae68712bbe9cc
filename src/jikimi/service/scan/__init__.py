"""Looking through one place for a few photographs, on a helper's own machine: no account, no database."""
