"""One process of `jikimi serve`: `python -m jikimi.service.child NAME PARENT`."""

from __future__ import annotations

import os
import sys
from typing import cast

from jikimi.service.process_secret import WebProcess


def main() -> None:
    name, parent = sys.argv[1], int(sys.argv[2])
    from jikimi.service.with_parent import die_with_parent

    die_with_parent(parent)
    os.umask(0o077)
    if name in ("door", "desk"):
        _serve_site(cast(WebProcess, name))
    else:
        from jikimi.service.cli import main as command_line

        sys.argv = ["jikimi", name]
        command_line()


def prepare_site(process: WebProcess) -> bool:
    """Everything before the first request: the own secret, then the walls. Whether the walls stand."""
    from jikimi.seal.keyring import KeyPlaces
    from jikimi.service.paths import keys_folder
    from jikimi.service.process_secret import process_secret, secret_folder
    from jikimi.service.walls import keep_out_of

    process_secret(process)
    places = KeyPlaces.from_environment()
    forbidden = [keys_folder(), places.runtime, *([places.credentials] if places.credentials else [])]
    return keep_out_of(forbidden, but_into=[secret_folder(process)])


def _serve_site(process: WebProcess) -> None:
    from jikimi.service.config import load
    from jikimi.service.django_setup import django_setup
    from jikimi.service.plain_errors import plain_errors
    from jikimi.service.web import Server

    with plain_errors():
        prepare_site(process)
        django_setup(process)
        config = load()
        Server(config.door if process == "door" else config.desk).run()


if __name__ == "__main__":
    main()
