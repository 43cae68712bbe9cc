"""Mail addresses that can neither break a header nor mislead a reader."""

from __future__ import annotations

import re
from typing import Final

_LOCAL: Final = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
_LABEL: Final = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_ADDRESS: Final = re.compile(rf"(?P<local>{_LOCAL})@(?P<domain>{_LABEL}(?:\.{_LABEL})*)")


class AddressRefused(ValueError):
    """Not an address that a notice may go to or come from. The message is a sentence that repeats nothing."""


def check_address(text: str) -> str:
    """The address, without the spaces around it. Errors: AddressRefused."""
    address = text.strip()
    if not address.isascii():
        raise AddressRefused(
            "The mail address holds letters outside a-z. Write its domain in the form that begins with xn--; "
            "if the part before the @ holds such letters, ask for another address."
        )
    found = _ADDRESS.fullmatch(address)
    if not found or len(found["local"]) > 64 or len(found["domain"]) > 253:
        raise AddressRefused(
            "This is not a mail address. Write it as name@place.example, without a name around it."
        )
    return address


def domain_of(address: str) -> str:
    """The part after the @, in small letters."""
    return address.rpartition("@")[2].lower()
