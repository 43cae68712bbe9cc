"""Backups inside age files, for a recipient whose identity is kept elsewhere."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

import pyrage

from jikimi.service.plain_errors import CouldNot

MAGIC: Final = b"age-encryption.org/"
_LARGEST_IDENTITY: Final = 10_000


def recipient_of(text: str) -> pyrage.x25519.Recipient:
    """Errors: CouldNot."""
    try:
        return pyrage.x25519.Recipient.from_str(text.strip())
    except pyrage.RecipientError:
        raise CouldNot("This is not an age recipient. It begins with age1; `age-keygen` makes one.") from None


def encrypt(source: Path, target: Path, recipient: pyrage.x25519.Recipient) -> None:
    pyrage.encrypt_file(os.fspath(source), os.fspath(target), [recipient])


def decrypt(source: Path, target: Path, identity_file: Path) -> None:
    """Errors: CouldNot."""
    try:
        pyrage.decrypt_file(os.fspath(source), os.fspath(target), [_identity(identity_file)])
    except pyrage.DecryptError:
        raise CouldNot("The backup does not open with this identity, or it is damaged.") from None


def _identity(path: Path) -> pyrage.x25519.Identity:
    try:
        content = path.read_bytes()[:_LARGEST_IDENTITY].decode()
    except (OSError, UnicodeDecodeError):
        raise CouldNot(f"{path} cannot be read as an age identity.") from None
    for line in content.splitlines():
        if line.startswith("AGE-SECRET-KEY-"):
            try:
                return pyrage.x25519.Identity.from_str(line.strip())
            except pyrage.IdentityError:
                break
    raise CouldNot(f"{path} holds no age identity (a line that begins with AGE-SECRET-KEY-).")
