"""What goes wrong below becomes a sentence above; the unforeseen stays what it is."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator

import pytest
import typer
from django.db import DatabaseError, connection

from jikimi.cases.actions.protect import ConsentMissing, protect
from jikimi.cases.actor import Actor
from jikimi.cases.models import Case, Fingerprint, LedgerEntry
from jikimi.seal.errors import KeyMissing
from jikimi.service.plain_errors import CouldNot, database_sentence, plain_errors
from tests.conftest import Database


def _said(error: Exception, capsys: pytest.CaptureFixture[str]) -> str:
    with pytest.raises(typer.Exit) as ended, plain_errors():
        raise error
    assert ended.value.exit_code == 2
    told = capsys.readouterr()
    assert told.out == ""
    return told.err


@pytest.mark.parametrize(
    ("error", "says"),
    [
        (CouldNot("Do this first."), "Do this first."),
        (KeyMissing("Unlock it."), "Unlock it."),
        (ConsentMissing("She has not said yes."), "She has not said yes."),
        (sqlite3.OperationalError("database or disk is full"), "The disk is full"),
        (sqlite3.OperationalError("attempt to write a readonly database"), "may not be written to"),
        (sqlite3.DatabaseError("database disk image is malformed"), "jikimi restore"),
        (OSError(errno.ENOSPC, "No space left on device"), "The disk is full"),
        (PermissionError(errno.EACCES, "Permission denied", "/data/x"), "/data/x may not be read or written"),
    ],
)
def test_it_becomes_a_sentence_and_exit_status_2(
    error: Exception, says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert says in _said(error, capsys)


@pytest.mark.parametrize("error", [ValueError("x"), OSError("x"), DatabaseError("something new")])
def test_the_unforeseen_is_not_swallowed(error: Exception) -> None:
    with pytest.raises(type(error)), plain_errors():
        raise error


@pytest.fixture
def full_disk(database: Database, transactional_db: None, case: Case) -> Iterator[None]:
    """No page more for the database: what SQLite meets on a full disk."""
    if database.kind != "sqlite":
        pytest.skip("PostgreSQL's own disk is not ours to fill.")
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")
        cursor.execute("PRAGMA page_count")
        (pages,) = cursor.fetchone()
        cursor.execute(f"PRAGMA max_page_count = {pages}")
        yield
        cursor.execute("PRAGMA max_page_count = 1073741823")


def test_a_full_disk_is_said_in_plain_words_and_leaves_nothing_half_written(
    full_disk: None, caseworker: Actor, case: Case
) -> None:
    entries = LedgerEntry.objects.count()
    with pytest.raises(DatabaseError) as error:
        protect(caseworker, case, kind="original", record=b"x" * 100_000)
    assert "The disk is full" in str(database_sentence(error.value))
    assert (LedgerEntry.objects.count(), Fingerprint.objects.count()) == (entries, 0)


@pytest.mark.django_db(transaction=True)
def test_a_database_that_may_not_be_written_is_said_in_plain_words(
    database: Database, caseworker: Actor, case: Case
) -> None:
    if database.kind != "sqlite":
        pytest.skip("This is SQLite's sentence.")
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA query_only = ON")
        try:
            with pytest.raises(DatabaseError) as error:
                protect(caseworker, case, kind="original", record=b"x")
        finally:
            cursor.execute("PRAGMA query_only = OFF")
    assert "may not be written to" in str(database_sentence(error.value))
