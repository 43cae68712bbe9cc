"""The secrets of a notice: in its reply link, and in what only who carries the letter sees."""

from __future__ import annotations

import hashlib
import re
from datetime import timedelta
from typing import Final

from jikimi.cases.fields import lookup

# Kept by every mail system, also one that changes capital letters or breaks at a dash.
_LETTERS: Final = "abcdefghijklmnopqrstuvwxyz234567"
LENGTH: Final = 32
MARK_LENGTH: Final = 16
FORM: Final = re.compile(rf"[a-z2-7]{{{LENGTH}}}")
# Platforms answer within weeks; appeals within months (DSA, Article 20, gives six for a complaint).
VALID_FOR: Final = timedelta(days=180)
# A platform answers twice or three times; more is somebody who plays with the link.
MOST_ANSWERS: Final = 20


def token_of(public_id: str) -> str:
    """The token of one notice: 160 bits that only the engine can derive. Errors: KeyMissing."""
    return _letters(lookup(public_id, "reply.token"), LENGTH)


def return_mark(public_id: str) -> str:
    """Stands in headers and envelope alone: a letter that comes back has it, a forged report has not.

    80 bits. Errors: KeyMissing.
    """
    return _letters(lookup(public_id, "letter.mark"), MARK_LENGTH)


def token_hash(token: str) -> str:
    """By what a token is known again. Not keyed, so that the door can: 160 bits cannot be guessed from it."""
    return hashlib.sha256(b"jikimi/reply/1/" + token.encode()).hexdigest()


def reply_address(public_address: str, token: str) -> str:
    return f"{public_address.rstrip('/')}/answer/{token}/"


def verify_address(public_address: str) -> str:
    return f"{public_address.rstrip('/')}/verify/"


def _letters(tag: bytes, length: int) -> str:
    derived = int.from_bytes(tag[: length * 5 // 8], "big")
    return "".join(_LETTERS[derived >> 5 * place & 31] for place in range(length))
