"""Turns what the HTTP library raises into sentences."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from contextlib import contextmanager

import httpcore

from jikimi.net.errors import FetchFailed


class Progress:
    """Whether a request has begun to leave this machine; the HTTP library reports to it."""

    def __init__(self) -> None:
        self.sent = False

    async def note(self, event: str, _info: object) -> None:
        if event.endswith("send_request_headers.started"):
            self.sent = True


@contextmanager
def in_words(progress: Progress) -> Iterator[None]:
    """Errors: FetchFailed instead of httpcore's and the operating system's own."""
    try:
        yield
    except (httpcore.TimeoutException, TimeoutError):
        raise FetchFailed("The server took too long to answer.", sent=progress.sent) from None
    except httpcore.ProtocolError:
        raise FetchFailed("The server broke off, or its answer is not HTTP.", sent=progress.sent) from None
    except (httpcore.NetworkError, OSError) as error:
        raise FetchFailed(_why_no_connection(error, progress), sent=progress.sent) from None


def _why_no_connection(error: Exception, progress: Progress) -> str:
    if any(isinstance(cause, ssl.SSLError) for cause in error.args):  # the library keeps it there
        return "The server's certificate is not valid for its name, or its encryption cannot be used."
    if progress.sent:
        return "The connection to the server broke."
    return "The server could not be reached."
