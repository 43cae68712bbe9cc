"""The secret in a reply link."""

from __future__ import annotations

import hashlib
import re
from datetime import timedelta
from typing import Final

from jikimi.cases.fields import lookup

# Kept by every mail system, also one that changes capital letters or breaks at a dash.
_LETTERS: Final = "abcdefghijklmnopqrstuvwxyz234567"
LENGTH: Final = 32
FORM: Final = re.compile(rf"[a-z2-7]{{{LENGTH}}}")
# Platforms answer within weeks; appeals within months (DSA, Article 20, gives six for a complaint).
VALID_FOR: Final = timedelta(days=180)
# A platform answers twice or three times; more is somebody who plays with the link.
MOST_ANSWERS: Final = 20


def token_of(public_id: str) -> str:
    """The token of one notice: 160 bits that only the engine can derive. Errors: KeyMissing."""
    derived = int.from_bytes(lookup(public_id, "reply.token")[:20], "big")
    return "".join(_LETTERS[derived >> 5 * place & 31] for place in range(LENGTH))


def token_hash(token: str) -> str:
    """By what a token is known again. Not keyed, so that the door can: 160 bits cannot be guessed from it."""
    return hashlib.sha256(b"jikimi/reply/1/" + token.encode()).hexdigest()


def reply_address(public_address: str, token: str) -> str:
    return f"{public_address.rstrip('/')}/answer/{token}/"


def verify_address(public_address: str) -> str:
    return f"{public_address.rstrip('/')}/verify/"
