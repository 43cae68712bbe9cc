"""The engine's key as it may lie on a disk: an age file that seven words open.

The file is plain age with an scrypt recipient: no tool of ours is needed to open it.
"""

from __future__ import annotations

import pyrage

from jikimi.seal.engine_key import EngineKey
from jikimi.seal.errors import KeyWrong
from jikimi.seal.passphrase import normal_passphrase


def wrap(key: EngineKey, passphrase: str) -> bytes:
    """Takes a second or more, on purpose. Errors: KeyWrong for what is not a passphrase."""
    return bytes(pyrage.passphrase.encrypt(key.to_text().encode(), normal_passphrase(passphrase)))


def unwrap(wrapped: bytes, passphrase: str) -> EngineKey:
    """Errors: KeyWrong."""
    try:
        opened = pyrage.passphrase.decrypt(wrapped, normal_passphrase(passphrase))
    except pyrage.DecryptError:
        raise KeyWrong("These words do not open the engine's key, or its file is damaged.") from None
    return EngineKey.from_text(bytes(opened).decode("ascii", "replace"))
