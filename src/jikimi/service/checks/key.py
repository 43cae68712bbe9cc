"""The engine's key: there, usable, and how it is kept."""

from __future__ import annotations

from collections.abc import Iterator

from jikimi.seal.errors import SealError
from jikimi.seal.keyring import KeyPlaces, find_key, has_any_key
from jikimi.service.checks.finding import Finding, missing, note, ok
from jikimi.service.in_memory import lies_in_memory


def check_key() -> Iterator[Finding]:
    places = KeyPlaces.from_environment()
    if not has_any_key(places):
        yield missing(
            "engine key",
            "There is none yet. The first command makes a plain one; `jikimi unlock --new` makes one behind "
            "seven words.",
        )
        return
    try:
        find_key(places)
    except SealError as error:
        yield missing("engine key", str(error))
        return
    if places.credential is not None and places.credential.exists():
        yield ok("engine key", "It comes from the service's credentials.")
    elif places.unlocked.exists():
        yield ok("engine key", "It is unlocked.")
        if not lies_in_memory(places.runtime):
            yield note("engine key", f"{places.runtime} lies on a disk: the unlocked key survives a restart.")
    else:
        yield note(
            "engine key",
            f"It lies open in {places.plain}: who steals the disk has it. To lock it: jikimi unlock --new",
        )
