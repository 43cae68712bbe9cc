"""Copying PostgreSQL with its own tools, and putting a copy in its place."""

from __future__ import annotations

import os
import secrets
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import psycopg
from psycopg import sql

from jikimi.service.backup.whole import LEFT_OUT, READ_HEAD, READ_KEY, READ_LEDGER, Facts, facts_of
from jikimi.service.plain_errors import CouldNot

MAGIC: Final = b"PGDMP"
Settings = dict[str, Any]


def dump(settings: Settings, target: Path) -> None:
    """A consistent archive. Errors: CouldNot."""
    without = [f"--exclude-table-data={table}" for table in LEFT_OUT]
    _run(
        "pg_dump", settings, "--format=custom", "--no-owner", "--no-privileges", *without, f"--file={target}"
    )
    _run("pg_restore", settings, "--list", str(target), names_database=False)


def facts(settings: Settings) -> Facts:
    """Of the database these settings name. Errors: CouldNot."""
    with _connect(settings) as database:
        head = database.execute(READ_HEAD).fetchone()
        key = database.execute(READ_KEY).fetchone()
        with database.cursor("ledger") as rows:
            rows.execute(READ_LEDGER)
            return facts_of(rows, head, key)


def holds_anything(settings: Settings) -> bool:
    """Whether replacing it would lose something."""
    with _connect(settings) as database:
        there = database.execute("SELECT to_regclass('cases_ledgerentry')").fetchone()
        if there is None or there[0] is None:
            return False
        return database.execute("SELECT 1 FROM cases_ledgerentry LIMIT 1").fetchone() is not None


def load_beside(archive: Path, settings: Settings) -> Settings:
    """Loads the archive into a new database beside this one. Errors: CouldNot."""
    beside = {**settings, "NAME": f"{settings['NAME']}_restoring_{secrets.token_hex(4)}"}
    _statement(settings, "CREATE DATABASE {} TEMPLATE template0", beside["NAME"])
    try:
        _run("pg_restore", beside, "--exit-on-error", "--no-owner", "--no-privileges", str(archive))
    except CouldNot:
        drop(beside)
        raise
    return beside


def drop(settings: Settings) -> None:
    _statement(settings, "DROP DATABASE IF EXISTS {}", settings["NAME"])


def put_in_place(beside: Settings, settings: Settings) -> str:
    """Exchanges the names of the two; the name under which the old one is kept. Errors: CouldNot."""
    kept = f"{settings['NAME']}_before_{datetime.now(UTC):%Y%m%d_%H%M%S}_{secrets.token_hex(2)}"
    _statement(settings, "ALTER DATABASE {} RENAME TO {}", settings["NAME"], kept)
    try:
        _statement(settings, "ALTER DATABASE {} RENAME TO {}", beside["NAME"], settings["NAME"])
    except CouldNot:
        _statement(settings, "ALTER DATABASE {} RENAME TO {}", kept, settings["NAME"])
        raise
    return kept


def _connect(settings: Settings, name: str = "", **more: Any) -> psycopg.Connection[tuple[Any, ...]]:
    given = {"host": settings["HOST"], "port": settings["PORT"], "user": settings["USER"]}
    given |= {"password": settings["PASSWORD"], "dbname": name or settings["NAME"], "connect_timeout": 10}
    try:
        return psycopg.connect(**{k: v for k, v in given.items() if v}, **more)
    except psycopg.OperationalError:
        raise CouldNot(
            "The PostgreSQL server cannot be reached. Is it running, and its address right?"
        ) from None


def _statement(settings: Settings, statement: str, *names: str) -> None:
    """From another database, since one cannot rename or drop the one that one is in."""
    written = sql.SQL(statement).format(*map(sql.Identifier, names))
    try:
        with _connect(settings, "template1", autocommit=True) as outside:
            outside.execute(written)
    except psycopg.errors.ObjectInUse:
        raise CouldNot("The database is in use. Stop every jikimi process, then restore.") from None
    except psycopg.errors.InsufficientPrivilege:
        raise CouldNot(
            "This user may not make databases, which restoring needs. "
            "As PostgreSQL's administrator: ALTER USER ... CREATEDB"
        ) from None


def _run(program: str, settings: Settings, *arguments: str, names_database: bool = True) -> None:
    found = shutil.which(program)
    if found is None:
        raise CouldNot(f"{program} is not installed. On Debian: apt install postgresql-client")
    # By environment: what stands on a command line, everybody on the machine can read.
    given = {"PGHOST": settings["HOST"], "PGPORT": settings["PORT"], "PGUSER": settings["USER"]}
    given |= {"PGPASSWORD": settings["PASSWORD"], "PGDATABASE": settings["NAME"], "PGCONNECT_TIMEOUT": "10"}
    environment = {**os.environ, **{k: str(v) for k, v in given.items() if v}}
    target = [f"--dbname={settings['NAME']}"] if names_database and program == "pg_restore" else []
    ended = subprocess.run([found, *target, *arguments], env=environment, capture_output=True, check=False)
    if ended.returncode:
        lines = ended.stderr.decode("utf-8", "replace").strip().splitlines() or ["it did not say why"]
        raise CouldNot(f"{program} could not do it: {lines[0][:300]}")
