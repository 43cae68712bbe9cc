"""Where the engine's key comes from. It is never in the database's folder and never in a backup."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from jikimi.seal.engine_key import EngineKey
from jikimi.seal.errors import KeyMissing, KeyWrong
from jikimi.seal.private_file import GROUP_AND_OTHERS, OTHERS, read_private, write_private

CREDENTIAL_NAME: Final = "jikimi-engine-key"
PLAIN_NAME: Final = "engine.key"
WRAPPED_NAME: Final = "engine.key.age"
_LARGEST: Final = 4096


@dataclass(frozen=True, slots=True)
class KeyPlaces:
    """Looked at in this order: a service credential, an unlocked copy in memory, a plain file."""

    credentials: Path | None
    runtime: Path
    keys: Path

    @classmethod
    def from_environment(cls) -> KeyPlaces:
        credentials = os.environ.get("CREDENTIALS_DIRECTORY")
        return cls(Path(credentials) if credentials else None, runtime_folder(), keys_folder())

    @property
    def credential(self) -> Path | None:
        return self.credentials / CREDENTIAL_NAME if self.credentials else None

    @property
    def unlocked(self) -> Path:
        return self.runtime / PLAIN_NAME

    @property
    def plain(self) -> Path:
        return self.keys / PLAIN_NAME

    @property
    def wrapped(self) -> Path:
        return self.keys / WRAPPED_NAME


def keys_folder() -> Path:
    """JIKIMI_KEYS, or a folder of the user's own that is not the data's."""
    if given := os.environ.get("JIKIMI_KEYS"):
        return Path(given)
    config = os.environ.get("XDG_CONFIG_HOME")
    return (Path(config) if config else Path.home() / ".config") / "jikimi" / "keys"


def runtime_folder() -> Path:
    """JIKIMI_RUNTIME, or a folder that lives in memory and is gone after a restart of the machine."""
    if given := os.environ.get("JIKIMI_RUNTIME"):
        return Path(given)
    if xdg := os.environ.get("XDG_RUNTIME_DIR"):
        return Path(xdg) / "jikimi"
    return Path("/dev/shm") / f"jikimi-{os.geteuid()}"  # noqa: S108 - made 0700 and checked for its owner


def find_key(places: KeyPlaces) -> EngineKey:
    """The engine's key. Errors: KeyMissing, KeyUnsafe, KeyWrong, each with what to do."""
    candidates = [(places.unlocked, GROUP_AND_OTHERS), (places.plain, GROUP_AND_OTHERS)]
    if places.credential is not None:
        # systemd shows the reading user's right as one of the group's.
        candidates.insert(0, (places.credential, OTHERS))
    for path, forbidden in candidates:
        try:
            content = read_private(path, at_most=_LARGEST, forbidden=forbidden)
        except FileNotFoundError:
            continue
        return _parsed(content, path)
    if places.wrapped.exists():
        raise KeyMissing("The engine's key is locked. Unlock it with its seven words: jikimi unlock")
    raise KeyMissing(
        "There is no engine key. On a new machine `jikimi unlock --new` makes one; on one that was in use, "
        f"bring the file {PLAIN_NAME} or {WRAPPED_NAME} back into {places.keys}."
    )


def has_any_key(places: KeyPlaces) -> bool:
    """Whether a key is there, locked or not, usable or not."""
    candidates = (places.credential, places.unlocked, places.plain, places.wrapped)
    return any(path is not None and path.exists() for path in candidates)


def make_plain_key(places: KeyPlaces) -> EngineKey:
    """A new key in a plain file (day one). Errors: FileExistsError, KeyUnsafe."""
    key = EngineKey.new()
    write_private(places.plain, key.to_text().encode())
    return key


def _parsed(content: bytes, path: Path) -> EngineKey:
    try:
        return EngineKey.from_text(content.decode())
    except (UnicodeDecodeError, KeyWrong):
        raise KeyWrong(f"{path} does not hold an engine key, or is damaged.") from None
