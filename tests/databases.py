"""Tests that touch the database run on SQLite and on PostgreSQL: the default connection is exchanged."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test.utils import setup_databases

from jikimi.cases.append_only import create_triggers, drop_triggers
from tests.servers.postgres import NoPostgres, PostgresServer

KINDS = ("sqlite", "postgresql")


class Databases:
    """Both kinds, each begun and migrated once and kept to the end: the tests go to and fro between them."""

    def __init__(self) -> None:
        self._server: PostgresServer | None = None
        self._first = connections.settings["default"]
        self._migrated: dict[str, dict[str, Any]] = {}

    def use(self, kind: str) -> PostgresServer | None:
        """Points `default` at a database of this kind, for every thread that connects from now on."""
        if kind == "sqlite":
            _exchange(self._first)
            return None
        if self._server is None:
            try:
                server = PostgresServer()
            except NoPostgres as missing:
                if os.environ.get("JIKIMI_TESTS_NEED_ALL"):
                    raise
                pytest.skip(str(missing))
            server.start()
            self._server = server
        _exchange(self._server.django)
        return self._server

    def migrate(self, kind: str) -> None:
        """The tests' own database of the kind in use; empty but for what migrations write."""
        if kind in self._migrated:
            _exchange(self._migrated[kind])
            return
        setup_databases(verbosity=0, interactive=False, serialized_aliases=[])
        self._migrated[kind] = connections["default"].settings_dict

    def end(self) -> None:
        """The folders they lie in go with them, so nothing has to be taken down one by one."""
        _exchange(self._first)
        if self._server:
            self._server.stop()


def _exchange(settings: dict[str, Any]) -> None:
    connections.close_all()
    if hasattr(connections._connections, "default"):
        del connections["default"]
    connections.settings["default"] = connections.configure_settings({"default": settings})["default"]


@contextmanager
def flush_with_triggers() -> Iterator[None]:
    """Between tests everything is deleted, which the ledger's triggers refuse: they step aside then."""
    from django.db.backends.postgresql.operations import DatabaseOperations as Postgres
    from django.db.backends.sqlite3.operations import DatabaseOperations as Sqlite

    patch = pytest.MonkeyPatch()
    for backend in (Postgres, Sqlite):
        patch.setattr(backend, "execute_sql_flush", _stepping_aside(backend.execute_sql_flush))
    try:
        yield
    finally:
        patch.undo()


def _stepping_aside(flush: Callable[..., None]) -> Callable[..., None]:
    def stepped(operations: Any, sql_list: list[str]) -> None:
        connection: BaseDatabaseWrapper = operations.connection
        drop_triggers(connection)
        flush(operations, sql_list)
        from jikimi.cases.models import LedgerHead

        LedgerHead.objects.create(pk=LedgerHead.ONLY)
        create_triggers(connection)

    return stepped
