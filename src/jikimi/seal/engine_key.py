"""The engine's data key and what is derived from it."""

from __future__ import annotations

import base64
import binascii
import secrets
from functools import cached_property
from typing import Final

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from jikimi.seal.errors import KeyWrong

KEY_BYTES: Final = 32
KEY_ID_BYTES: Final = 4
_PREFIX: Final = "JIKIMI-ENGINE-KEY-1:"


class EngineKey:
    """32 random bytes. Never printed, compared, pickled or logged; what works with it are its subkeys."""

    __slots__ = ("__dict__", "_secret")

    def __init__(self, secret: bytes) -> None:
        if len(secret) != KEY_BYTES:
            raise KeyWrong(f"The engine's key must be {KEY_BYTES} bytes long.")
        self._secret = secret

    @classmethod
    def new(cls) -> EngineKey:
        return cls(secrets.token_bytes(KEY_BYTES))

    @classmethod
    def from_text(cls, text: str) -> EngineKey:
        """Reads what `to_text` wrote. Errors: KeyWrong."""
        body = text.strip()
        if not body.startswith(_PREFIX):
            raise KeyWrong("This is not an engine key: its first words are not those of one.")
        try:
            return cls(base64.b64decode(body.removeprefix(_PREFIX), validate=True))
        except binascii.Error:
            raise KeyWrong("The engine's key is damaged: it cannot be read.") from None

    def to_text(self) -> str:
        """One line of ASCII, to be kept in a file of mode 0600 or wrapped."""
        return _PREFIX + base64.b64encode(self._secret).decode() + "\n"

    @cached_property
    def sealing(self) -> bytes:
        """AES-256 key for what rests in the database."""
        return self._derive(b"sealing", KEY_BYTES)

    @cached_property
    def lookup(self) -> bytes:
        """HMAC key for exact look-ups of sealed values."""
        return self._derive(b"lookup", KEY_BYTES)

    @cached_property
    def commitment(self) -> bytes:
        """HMAC key for what the ledger commits to where no case is concerned."""
        return self._derive(b"commitment", KEY_BYTES)

    @cached_property
    def letterbox(self) -> bytes:
        """X25519 key of the letterbox: what others put in for the engine alone (see letterbox.py)."""
        return self._derive(b"letterbox", KEY_BYTES)

    @cached_property
    def id(self) -> bytes:
        """Tells keys apart (4 bytes) without saying anything about them."""
        return self._derive(b"id", KEY_ID_BYTES)

    def _derive(self, purpose: bytes, length: int) -> bytes:
        info = b"jikimi/engine/1/" + purpose
        return HKDF(algorithm=hashes.SHA256(), length=length, salt=None, info=info).derive(self._secret)

    def __repr__(self) -> str:
        return "EngineKey(...)"

    def __reduce__(self) -> str | tuple[object, ...]:
        raise TypeError("A key is not pickled.")
