"""Locking the engine's key behind a passphrase, and unlocking it for as long as the machine runs."""

from __future__ import annotations

from jikimi.seal.engine_key import EngineKey
from jikimi.seal.errors import KeyMissing
from jikimi.seal.keyring import WRAPPED_NAME, KeyPlaces, find_key
from jikimi.seal.private_file import read_private, write_private
from jikimi.seal.wrapped import unwrap, wrap

_LARGEST = 64 * 1024


def key_to_lock(places: KeyPlaces) -> EngineKey:
    """The key in use, or a new one where there is none yet. Nothing is written.

    Errors: KeyMissing when the key in use is locked: it must be unlocked before its words can change.
    """
    if not places.plain.exists() and not places.unlocked.exists() and not places.wrapped.exists():
        return EngineKey.new()
    return find_key(KeyPlaces(None, places.runtime, places.keys))


def lock(places: KeyPlaces, key: EngineKey, passphrase: str) -> None:
    """Puts the key behind `passphrase`, opens it once to be sure, and only then deletes the plain file.

    The key stays unlocked in the runtime folder.
    """
    write_private(places.wrapped, wrap(key, passphrase), replace=True)
    unlock(places, passphrase)
    places.plain.unlink(missing_ok=True)


def unlock(places: KeyPlaces, passphrase: str) -> None:
    """Errors: KeyMissing, KeyWrong, KeyUnsafe."""
    try:
        wrapped = read_private(places.wrapped, at_most=_LARGEST)
    except FileNotFoundError:
        raise KeyMissing(
            f"There is no locked key ({WRAPPED_NAME}) in {places.keys}. To make one: jikimi unlock --new"
        ) from None
    write_private(places.unlocked, unwrap(wrapped, passphrase).to_text().encode(), replace=True)
