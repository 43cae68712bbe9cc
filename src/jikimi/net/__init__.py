"""The one bounded way out: every request to another machine goes through `Fetcher`."""
