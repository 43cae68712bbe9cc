"""What every command does before it touches the database."""

from __future__ import annotations

from jikimi.seal.errors import KeyUnsafe, KeyWrong
from jikimi.seal.keyring import KeyPlaces, has_any_key, make_plain_key
from jikimi.seal.private_file import private_folder
from jikimi.service.checks.folders import apart
from jikimi.service.django_setup import Process, django_setup
from jikimi.service.paths import home_folder, keys_folder


def ready(process: Process = "engine", *, key: bool = True) -> None:
    """The data folder, Django, the tables in their newest shape and, with `key`, the engine's key.

    On a new machine the key is made here, as a plain file. Errors: SealError, ConfigError, CouldNot,
    DatabaseError.
    """
    private_folder(home_folder())
    if not apart(home_folder(), keys_folder()):
        raise KeyUnsafe(
            f"The keys ({keys_folder()}) must not lie in the data folder ({home_folder()}): whoever copies "
            "the data would have them. Set JIKIMI_KEYS to another folder."
        )
    django_setup(process)

    from jikimi.service.migrate import migrated

    with migrated():
        if key:
            _check_key()


def _check_key() -> None:
    from jikimi.cases.actions.check_key import check_key, key_is_known

    places = KeyPlaces.from_environment()
    if not key_is_known() and not has_any_key(places):
        make_plain_key(places)
    if not check_key():
        raise KeyWrong(
            "This is not the engine key that the database was sealed with. Bring the right one back: "
            f"it belongs into {places.keys}."
        )
