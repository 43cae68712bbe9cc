"""What can go wrong with keys and seals. Every message is a sentence for the operator, without secrets."""

from __future__ import annotations


class SealError(Exception):
    """Something sealed could not be made or opened."""


class KeyMissing(SealError):
    """This process has no engine key, or is not one that may have it."""


class KeyUnsafe(SealError):
    """A key was found, but others can read it, so it is not used."""


class KeyWrong(SealError):
    """A key was found, but it is damaged, or not the one that this was sealed with."""


class SealBroken(SealError):
    """The sealed bytes were changed, cut off, or moved to another place."""
