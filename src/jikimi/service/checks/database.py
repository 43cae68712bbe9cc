"""The database: reached, of this version, safe against a power cut, sealed with this key."""

from __future__ import annotations

from collections.abc import Iterator
from shutil import which

from jikimi.seal.errors import SealError
from jikimi.service.checks.finding import Finding, missing, note, ok
from jikimi.service.config import ConfigError
from jikimi.service.paths import database_file
from jikimi.service.plain_errors import CouldNot, database_sentence
from jikimi.service.settings.database import BadDatabaseAddress


def check_database() -> Iterator[Finding]:
    from django.db.utils import DatabaseError

    try:
        yield from _look()
    except (CouldNot, SealError, ConfigError, BadDatabaseAddress) as error:
        yield missing("database", str(error))
    except DatabaseError as error:
        yield missing("database", database_sentence(error) or "The database cannot be used.")


def _look() -> Iterator[Finding]:
    from jikimi.service.django_setup import django_setup

    django_setup()
    from django.db import connection

    if connection.vendor == "sqlite" and not database_file().exists():
        yield note("database", "There is none yet. The first command that needs it makes it.")
        return
    from jikimi.service.migrate import is_current

    if not is_current():
        yield note("database", "It is of an older version. The next command brings it up to date.")
        return
    yield ok("database", f"{connection.vendor} answers.")
    if connection.vendor == "sqlite":
        yield _pragmas()
    else:
        yield from (
            missing("database tools", f"{tool} is not installed: apt install postgresql-client")
            for tool in ("pg_dump", "pg_restore")
            if which(tool) is None
        )
    yield from _sealed_with_this_key()
    yield _authority()


def _pragmas() -> Finding:
    from jikimi.service.settings.pragmas import wrong_pragmas

    wrong = wrong_pragmas()
    if wrong:
        return missing("database", f"These settings of SQLite do not hold: {', '.join(wrong)}.")
    return ok("database", "What is written survives a power cut, and what is deleted is overwritten.")


def _sealed_with_this_key() -> Iterator[Finding]:
    from jikimi.cases.actions.check_key import key_fits, key_is_known

    if not key_is_known():
        return
    if key_fits():
        yield ok("engine key", "It is the one that the database is sealed with.")
    else:
        yield missing("engine key", "The database was sealed with another key. Bring that one back.")


def _authority() -> Finding:
    from jikimi.watch.queries import authorities

    countries = sorted({authority.country for authority in authorities()})
    if not countries:
        return missing(
            "authority",
            "Nothing is watched before you have recorded under which law you may fetch such content: "
            "docs/legal-basis.md, then `jikimi authority record`",
        )
    return ok("authority", f"Recorded for {', '.join(countries)}.")
