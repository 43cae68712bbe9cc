"""One form sheet that is open for some minutes, for one browser."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock
from typing import Final

from jikimi.takedown.actions.show_sheet import Sheet

# Where the WSGI environment carries it: it belongs to the one server that shows it, never to a setting.
CARRIED_AS: Final = "jikimi.one_sheet"


def _secret() -> str:
    return secrets.token_urlsafe(24)


@dataclass
class OneSheet:
    """`read` gives the text anew each time; `record` takes the form's number and the platform's words.

    Errors of both: Refused. `link` opens it once; `page` is where it then lies; `cookie` is what the browser
    that opened it holds. 192 random bits each.
    """

    read: Callable[[], Sheet]
    record: Callable[[str, str], None]
    link: str = field(default_factory=_secret)
    page: str = field(default_factory=_secret)
    cookie: str = field(default_factory=_secret, repr=False)
    recorded: bool = False
    _opened: bool = False
    _lock: Lock = field(default_factory=Lock, repr=False)

    def open_with(self, link: str) -> bool:
        """True once, for the right link."""
        with self._lock:
            fits = hmac.compare_digest(link.encode(), self.link.encode()) and not self._opened
            self._opened = self._opened or fits
            return fits

    def lies_at(self, page: str) -> bool:
        return hmac.compare_digest(page.encode(), self.page.encode())

    def is_held_by(self, cookie: str) -> bool:
        return hmac.compare_digest(cookie.encode(), self.cookie.encode())
