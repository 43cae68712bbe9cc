"""Sealing of values at rest: AES-256-GCM, bound to the place where the value belongs.

Layout: magic (1) | version (1) | key id (4) | nonce (12) | ciphertext and tag (n + 16).
Nonces are random: with 96 bits, 2^32 values under one key keep a repeat below 2^-32 (NIST SP 800-38D, 8.3).
"""

from __future__ import annotations

import secrets
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from jikimi.seal.engine_key import KEY_ID_BYTES, EngineKey
from jikimi.seal.errors import KeyWrong, SealBroken

_MAGIC: Final = b"J"
_VERSION: Final = b"\x01"
_NONCE: Final = 12
_TAG: Final = 16
_HEADER: Final = 2 + KEY_ID_BYTES
OVERHEAD: Final = _HEADER + _NONCE + _TAG


def seal(key: EngineKey, value: bytes, place: str) -> bytes:
    """`value` sealed for `place` (such as `watch.Post.address`); longer than it by OVERHEAD bytes."""
    header = _MAGIC + _VERSION + key.id
    nonce = secrets.token_bytes(_NONCE)
    return header + nonce + AESGCM(key.sealing).encrypt(nonce, value, _associated(header, place))


def unseal(key: EngineKey, sealed: bytes, place: str) -> bytes:
    """What was sealed. Errors: SealBroken, KeyWrong."""
    if len(sealed) < OVERHEAD or sealed[:2] != _MAGIC + _VERSION:
        raise SealBroken("A sealed value is damaged: it does not begin like one.")
    header, nonce, body = sealed[:_HEADER], sealed[_HEADER : _HEADER + _NONCE], sealed[_HEADER + _NONCE :]
    if header[2:] != key.id:
        raise KeyWrong("This was sealed with another engine key than the one in use.")
    try:
        return AESGCM(key.sealing).decrypt(nonce, body, _associated(header, place))
    except InvalidTag:
        raise SealBroken("A sealed value was changed or moved: it cannot be opened.") from None


def _associated(header: bytes, place: str) -> bytes:
    return header + place.encode()
