"""Why nothing came back. The sentences name no host and no address: they may end up in a log."""

from __future__ import annotations


class FetchRefused(Exception):
    """We did not ask: the address is not one that this system may reach. Trying again changes nothing."""


class FetchFailed(Exception):
    """We asked and got nothing whole: the other side is down, slow, too large, or not making sense.

    `sent` is True where the request, or a part of it, may have reached the other side.
    """

    def __init__(self, sentence: str, *, sent: bool) -> None:
        super().__init__(sentence)
        self.sent = sent


class FetchTooLarge(FetchFailed):
    """The answer is larger than the caller allowed."""
