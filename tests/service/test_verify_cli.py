"""`jikimi verify ledger`, against somebody who owns the database file."""

from __future__ import annotations

import sqlite3
from contextlib import closing

from tests.installation import Installation


def _rewrite(home: Installation, *statements: str) -> None:
    with closing(sqlite3.connect(home.home / "jikimi.sqlite3")) as database:
        for trigger in ("ledger_no_update", "ledger_no_delete", "ledger_head_forward", "ledger_head_stays"):
            database.execute(f"DROP TRIGGER {trigger}")
        for statement in statements:
            database.execute(statement)
        database.commit()


def _head(home: Installation) -> str:
    return home.run("verify", "ledger").stdout.split("Head: ")[1][:64]


def test_a_whole_ledger_is_whole_and_gives_its_head(home: Installation) -> None:
    head = _head(home)
    assert len(head) == 64
    home.run("case", "open", "--consent", "watch")
    later = home.run("verify", "ledger", "--head", head)
    assert later.returncode == 0
    assert "holds the noted head" in later.stdout


def test_a_changed_entry_is_named(home: Installation) -> None:
    _rewrite(home, "UPDATE cases_ledgerentry SET verb = 'cases.nothing' WHERE seq = 2")
    ended = home.run("verify", "ledger")
    assert ended.returncode == 1
    assert "Entry 2 does not say what it said" in ended.stderr
    assert "NOT whole, from entry 2 on" in ended.stderr


def test_an_end_that_was_cut_off_shows_against_a_noted_head(home: Installation) -> None:
    head = _head(home)
    _rewrite(
        home,
        "DELETE FROM cases_ledgerentry WHERE seq = 3",
        "UPDATE cases_ledgerhead SET seq = 2, hash = (SELECT hash FROM cases_ledgerentry WHERE seq = 2)",
    )
    assert home.run("verify", "ledger").returncode == 0
    ended = home.run("verify", "ledger", "--head", head)
    assert ended.returncode == 1
    assert "cut off or rewritten" in ended.stderr


def test_an_end_that_was_cut_off_carelessly_shows_by_itself(home: Installation) -> None:
    _rewrite(home, "DELETE FROM cases_ledgerentry WHERE seq = 3")
    ended = home.run("verify", "ledger")
    assert ended.returncode == 1
    assert "remembers 3 entries, 2 are there" in ended.stderr


def test_what_is_not_a_head_is_refused(home: Installation) -> None:
    assert home.run("verify", "ledger", "--head", "xyz").returncode == 2
