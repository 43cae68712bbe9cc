"""The secret key of one web process: its own, made when it is first needed."""

from __future__ import annotations

import secrets
from contextlib import suppress
from pathlib import Path
from typing import Literal

from jikimi.seal.errors import KeyWrong
from jikimi.seal.private_file import read_private, write_private
from jikimi.service.paths import keys_folder

WebProcess = Literal["door", "desk"]


def secret_folder(process: WebProcess) -> Path:
    """The only folder among the keys that this process may read."""
    return keys_folder() / process


def process_secret(process: WebProcess) -> str:
    """For signing cookies and forms. Errors: KeyUnsafe, KeyWrong."""
    path = secret_folder(process) / "secret-key"
    with suppress(FileExistsError):
        if not path.exists():
            write_private(path, secrets.token_urlsafe(48).encode())
    secret = read_private(path, at_most=200).decode("ascii", "replace")
    if len(secret) < 40:
        raise KeyWrong(f"{path} is damaged. Delete it: a new one is made, and people sign in again.")
    return secret
