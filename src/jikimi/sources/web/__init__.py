"""The web as a source: one look at one link that a person gave. Nothing is crawled."""
