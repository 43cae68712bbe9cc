"""Letters that come back: where they are found, and what can be read of them without trusting them."""
