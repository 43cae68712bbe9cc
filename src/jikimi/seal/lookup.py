"""Exact look-ups of sealed values: a keyed hash that says nothing without the key."""

from __future__ import annotations

import hmac

from jikimi.seal.engine_key import EngineKey


def lookup(key: EngineKey, value: str | bytes, purpose: str) -> bytes:
    """32 bytes, equal only for equal values of the same purpose (such as `room.address`).

    The caller brings the value into its one normal form first.
    """
    raw = value.encode() if isinstance(value, str) else value
    name = purpose.encode()
    # The length before the purpose keeps ("ab", "c") and ("a", "bc") apart.
    return hmac.digest(key.lookup, len(name).to_bytes(2, "big") + name + raw, "sha256")
