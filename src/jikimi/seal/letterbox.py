"""A letterbox: whoever has its recipient puts something in, only the engine's key takes it out.

Plain age with an X25519 recipient, so that a browser can put things in as well. It proves nothing about who
put a thing in: what lies inside must carry its own proof.
"""

from __future__ import annotations

from typing import Final

import pyrage

from jikimi.seal.bech32 import bech32
from jikimi.seal.engine_key import EngineKey
from jikimi.seal.errors import KeyMissing, SealBroken

LARGEST: Final = 64 * 1024


def recipient_of(key: EngineKey) -> str:
    """`age1...`: says nothing about the key and may lie anywhere."""
    return str(_identity(key).to_public())


def put_in(recipient: str, content: bytes) -> bytes:
    """`content` sealed. Errors: KeyMissing where there is no usable recipient, ValueError for too much."""
    if len(content) > LARGEST:
        raise ValueError("This is too much for the letterbox.")
    try:
        to = pyrage.x25519.Recipient.from_str(recipient)
    except pyrage.RecipientError:
        raise KeyMissing("The letterbox is not ready yet: the engine has not run here.") from None
    return bytes(pyrage.encrypt(content, [to]))


def take_out(key: EngineKey, sealed: bytes) -> bytes:
    """What was put in. Errors: SealBroken."""
    try:
        return bytes(pyrage.decrypt(sealed, [_identity(key)]))
    except pyrage.DecryptError:
        raise SealBroken("Something in the letterbox is damaged, or was sealed for another key.") from None


def _identity(key: EngineKey) -> pyrage.x25519.Identity:
    return pyrage.x25519.Identity.from_str(bech32("age-secret-key-", key.letterbox).upper())
