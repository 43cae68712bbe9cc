"""The engine's key, for the processes that may have it."""

from __future__ import annotations

from functools import cache

from django.conf import settings

from jikimi.seal.engine_key import EngineKey
from jikimi.seal.errors import KeyMissing
from jikimi.seal.keyring import KeyPlaces, find_key


def engine_key() -> EngineKey:
    """Errors: KeyMissing in a process whose settings do not allow it the key (the door, the desk)."""
    if not getattr(settings, "JIKIMI_HOLDS_ENGINE_KEY", False):
        raise KeyMissing("This process does not hold the engine's key, and must not.")
    return _found()


@cache
def _found() -> EngineKey:
    return find_key(KeyPlaces.from_environment())


def forget_engine_key() -> None:
    """The next use looks for the key again (after `unlock`, or in tests)."""
    _found.cache_clear()
