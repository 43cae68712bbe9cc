"""Passphrases that are drawn, never chosen: people choose what others guess."""

from __future__ import annotations

import re
import secrets
from typing import Final

from jikimi.seal.errors import KeyWrong
from jikimi.seal.words import words

# 7 x 12 bits = 84 bits, each guess behind scrypt.
LENGTH: Final = 7


def new_passphrase() -> str:
    """Seven words with spaces between."""
    return " ".join(secrets.choice(words()) for _ in range(LENGTH))


def normal_passphrase(typed: str) -> str:
    """What was typed, in the form that it was made in. Errors: KeyWrong, naming the word."""
    given = re.findall(r"[^\W\d_]+", typed.lower())
    if len(given) != LENGTH:
        raise KeyWrong(f"The passphrase has {LENGTH} words; {len(given)} were given.")
    known = set(words())
    for place, word in enumerate(given, start=1):
        if word not in known:
            raise KeyWrong(f"Word {place} is not one that a passphrase can have. Look at how it is spelt.")
    return " ".join(given)
