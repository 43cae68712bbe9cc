"""Tests that touch the database run on SQLite and on PostgreSQL: the default connection is exchanged."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from jikimi.cases.append_only import create_triggers, drop_triggers
from tests.servers.postgres import NoPostgres, PostgresServer

KINDS = ("sqlite", "postgresql")


@contextmanager
def default_database(kind: str) -> Iterator[PostgresServer | None]:
    """Points `default` at a database of this kind, for every thread that connects from now on."""
    if kind == "sqlite":
        yield None
        return
    try:
        server = PostgresServer()
    except NoPostgres as missing:
        if os.environ.get("JIKIMI_TESTS_NEED_ALL"):
            raise
        pytest.skip(str(missing))
    with server:
        before = connections.settings["default"]
        _exchange(server.django)
        try:
            yield server
        finally:
            _exchange(before)


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
