"""The database itself refuses to rewrite the ledger."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from jikimi.cases.models import Case, LedgerEntry, LedgerHead
from tests.conftest import Database

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE cases_ledgerentry SET verb = 'x' WHERE seq = 1",
        "UPDATE cases_ledgerentry SET seq = 100 WHERE seq = 1",
        "DELETE FROM cases_ledgerentry WHERE seq = 1",
        "DELETE FROM cases_ledgerentry",
        "UPDATE cases_ledgerhead SET hash = 'x'",
        "UPDATE cases_ledgerhead SET seq = seq - 1",
        "UPDATE cases_ledgerhead SET seq = seq + 2",
        "DELETE FROM cases_ledgerhead",
        "INSERT INTO cases_ledgerhead (id, seq, hash) VALUES (2, 0, 'x')",
    ],
)
def test_it_refuses(case: Case, statement: str) -> None:
    before = list(LedgerEntry.objects.values()), LedgerHead.objects.values().get()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert (list(LedgerEntry.objects.values()), LedgerHead.objects.values().get()) == before


def test_postgresql_refuses_to_truncate(case: Case, database: Database) -> None:
    if database.kind != "postgresql":
        pytest.skip("SQLite has no TRUNCATE")
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("TRUNCATE cases_ledgerentry")


def test_two_entries_cannot_follow_the_same_one(case: Case) -> None:
    last = LedgerEntry.objects.latest("seq")
    last.pk, last.hash = last.seq + 1, "f" * 64
    with pytest.raises(DatabaseError), transaction.atomic():
        last.save(force_insert=True)
