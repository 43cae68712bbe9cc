"""How platforms answer: by platform, way and law."""
