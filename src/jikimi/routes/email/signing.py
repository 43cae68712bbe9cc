"""The centre's Ed25519 key, by which anybody can check that a notice is the centre's and unchanged."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from pathlib import Path
from typing import Final

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from jikimi.seal.private_file import read_private, write_private

FILE_NAME: Final = "centre-notice-key.pem"
_LARGEST: Final = 4096


class SigningKeyRefused(Exception):
    """The file is there but is not a key we can sign with. The message is a sentence for the operator."""


class CentreKey:
    """Signs bytes. `id` is the first 16 hex digits of the SHA-256 of the public key in DER form."""

    def __init__(self, private: Ed25519PrivateKey) -> None:
        self._private = private
        public = private.public_key()
        der = public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        self.id = hashlib.sha256(der).hexdigest()[:16]
        self.public_pem = public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()

    def __repr__(self) -> str:
        return f"CentreKey({self.id})"

    def sign(self, content: bytes) -> bytes:
        """The 64 bytes of the Ed25519 signature over `content`."""
        return self._private.sign(content)


def load_or_create(path: Path) -> CentreKey:
    """The key in this file; made, for its owner alone, if there is none.

    Errors: SigningKeyRefused, jikimi.seal.errors.KeyUnsafe (others may read it).
    """
    try:
        return load(path)
    except FileNotFoundError:
        pem = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        with suppress(FileExistsError):  # another process was first: its key counts
            write_private(path, pem)
    return load(path)


def load(path: Path) -> CentreKey:
    """The key in this file. Errors: FileNotFoundError, SigningKeyRefused, KeyUnsafe."""
    pem = read_private(path, at_most=_LARGEST)
    try:
        private = load_pem_private_key(pem, password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise SigningKeyRefused(
            f"{path} is not a private key in PEM form without a password. Put the centre's key back from "
            "where you keep it: platforms would not know a new one."
        ) from None
    if not isinstance(private, Ed25519PrivateKey):
        raise SigningKeyRefused(f"{path} holds a key of another kind: notices are signed with Ed25519.")
    return CentreKey(private)
