"""Brings the tables into their newest shape, one process at a time."""

from __future__ import annotations

import fcntl
import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from jikimi.service.paths import home_folder
from jikimi.service.plain_errors import CouldNot

OUR_APPS: Final = frozenset({"cases", "watch", "takedown"})
# Any number that nobody else uses on the same PostgreSQL database.
_ADVISORY: Final = 0x6A696B69


@contextmanager
def migrated() -> Iterator[None]:
    """Runs the block with the tables ready and no other process preparing them. Errors: CouldNot."""
    with _alone():
        executor = MigrationExecutor(connection)
        _refuse_newer(executor)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            call_command("migrate", interactive=False, verbosity=0, stdout=io.StringIO())
        yield


def is_current() -> bool:
    """Whether nothing is left to migrate."""
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def _refuse_newer(executor: MigrationExecutor) -> None:
    known = set(executor.loader.disk_migrations or ())
    applied = {name for name in executor.loader.applied_migrations if name[0] in OUR_APPS}
    if applied - known:
        raise CouldNot("This database was used by a newer version of Jikimi. Use that version, or a backup.")


@contextmanager
def _alone() -> Iterator[None]:
    with (home_folder() / ".preparing").open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        if connection.vendor != "postgresql":
            yield
            return
        # Other machines do not see the file.
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [_ADVISORY])
        try:
            yield
        finally:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [_ADVISORY])
