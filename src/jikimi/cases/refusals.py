"""What all refusals have in common."""

from __future__ import annotations


class Refused(Exception):
    """It was not done, and nothing was changed. The message is a sentence for a person, without secrets."""
