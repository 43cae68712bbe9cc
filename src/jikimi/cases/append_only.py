"""Triggers by which the database itself refuses to rewrite the ledger, whoever asks.

They stop mistakes and injected SQL. Who owns the database can drop them; that shows in the chain, or in a
head that was noted elsewhere.
"""

from __future__ import annotations

from typing import Final

from django.db.backends.base.base import BaseDatabaseWrapper

_REFUSAL: Final = "The ledger is only ever appended to."

_SQLITE_CREATE: Final = (
    f"""CREATE TRIGGER ledger_no_update BEFORE UPDATE ON cases_ledgerentry
        BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END""",
    f"""CREATE TRIGGER ledger_no_delete BEFORE DELETE ON cases_ledgerentry
        BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END""",
    f"""CREATE TRIGGER ledger_head_forward BEFORE UPDATE ON cases_ledgerhead
        WHEN NEW.id <> OLD.id OR NEW.seq <> OLD.seq + 1
        BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END""",
    f"""CREATE TRIGGER ledger_head_stays BEFORE DELETE ON cases_ledgerhead
        BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END""",
)
_SQLITE_DROP: Final = tuple(
    f"DROP TRIGGER IF EXISTS {name}"
    for name in ("ledger_no_update", "ledger_no_delete", "ledger_head_forward", "ledger_head_stays")
)

_POSTGRES_CREATE: Final = (
    f"""CREATE FUNCTION jikimi_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION '{_REFUSAL}'; END $$""",
    """CREATE TRIGGER ledger_no_change BEFORE UPDATE OR DELETE ON cases_ledgerentry
        FOR EACH ROW EXECUTE FUNCTION jikimi_refuse()""",
    """CREATE TRIGGER ledger_no_truncate BEFORE TRUNCATE ON cases_ledgerentry
        FOR EACH STATEMENT EXECUTE FUNCTION jikimi_refuse()""",
    """CREATE TRIGGER ledger_head_forward BEFORE UPDATE ON cases_ledgerhead
        FOR EACH ROW WHEN (NEW.id <> OLD.id OR NEW.seq <> OLD.seq + 1) EXECUTE FUNCTION jikimi_refuse()""",
    """CREATE TRIGGER ledger_head_stays BEFORE DELETE ON cases_ledgerhead
        FOR EACH ROW EXECUTE FUNCTION jikimi_refuse()""",
    """CREATE TRIGGER ledger_head_no_truncate BEFORE TRUNCATE ON cases_ledgerhead
        FOR EACH STATEMENT EXECUTE FUNCTION jikimi_refuse()""",
)
_POSTGRES_DROP: Final = (
    "DROP TRIGGER IF EXISTS ledger_no_change ON cases_ledgerentry",
    "DROP TRIGGER IF EXISTS ledger_no_truncate ON cases_ledgerentry",
    "DROP TRIGGER IF EXISTS ledger_head_forward ON cases_ledgerhead",
    "DROP TRIGGER IF EXISTS ledger_head_stays ON cases_ledgerhead",
    "DROP TRIGGER IF EXISTS ledger_head_no_truncate ON cases_ledgerhead",
    "DROP FUNCTION IF EXISTS jikimi_refuse()",
)


def create_triggers(connection: BaseDatabaseWrapper) -> None:
    _run(connection, _SQLITE_CREATE if connection.vendor == "sqlite" else _POSTGRES_CREATE)


def drop_triggers(connection: BaseDatabaseWrapper) -> None:
    _run(connection, _SQLITE_DROP if connection.vendor == "sqlite" else _POSTGRES_DROP)


def _run(connection: BaseDatabaseWrapper, statements: tuple[str, ...]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
