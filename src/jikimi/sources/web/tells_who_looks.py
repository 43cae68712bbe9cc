"""Addresses that may have been given to one person: whoever fetches one tells its owner who looked.

Signed addresses, sharing marks and long random paths. What looks so wrongly costs a caseworker one yes.
"""

from __future__ import annotations

import re
from collections import Counter
from math import log2
from typing import Final
from urllib.parse import parse_qsl, unquote, urlsplit

_NAMES: Final = re.compile(
    r"(x-amz-.*|x-goog-.*|key-pair-id|policy|"
    r"(access|auth|api|share|invite|session|user|download)?[-_]?(token|key|id_?token|secret)|"
    r"sig|sign|signature|hmac|hash|expires?|exp|jwt|ticket|auth|code|invite|share(_?id)?|shared|"
    r"(php)?sess(ion)?_?(id)?|sid|igsh(id)?|si|fbclid|gclid|mibextid|s?hare_?link_?id|ref_?id|viewer|uid|u)",
    re.IGNORECASE,
)
_UUID: Final = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.IGNORECASE)
_RUN: Final = re.compile(r"[A-Za-z0-9_=~]{20,}")
_LEAST_BITS: Final = 3.2  # per character; 20 letters and digits drawn at random have about 4


def why_it_tells(url: str) -> str | None:
    """What in this address may tell its owner who looked, as a part of a sentence; None if nothing does."""
    parts = urlsplit(url)
    for name, value in parse_qsl(parts.query, keep_blank_values=True, max_num_fields=200):
        if _NAMES.fullmatch(name) and value:
            return f"its part “{name[:40]}” may have been made for one person"
        if _random(value):
            return "a part of its query looks drawn at random"
    # A query without names is a token as a whole.
    if "=" not in parts.query and _random(unquote(parts.query)):
        return "its query looks drawn at random"
    if any(_random(unquote(step)) for step in parts.path.split("/")):
        return "its path holds a long part that looks drawn at random"
    return None


def _random(text: str) -> bool:
    if _UUID.search(text):
        return True
    return any(
        any(letter.isdigit() for letter in run)
        and any(letter.isalpha() for letter in run)
        and _bits(run) >= _LEAST_BITS
        for run in _RUN.findall(text)
    )


def _bits(run: str) -> float:
    total = len(run)
    return -sum(n / total * log2(n / total) for n in Counter(run).values())
