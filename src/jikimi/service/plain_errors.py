"""Turns what goes wrong into a sentence on stderr and exit status 2. The unforeseen stays a traceback."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

import typer

from jikimi.seal.errors import SealError
from jikimi.service.config import ConfigError
from jikimi.service.paths import home_folder
from jikimi.service.settings.database import BadDatabaseAddress

COULD_NOT = 2

_DATABASE_WORDS = (
    ("disk is full", "The disk is full: nothing was written. Make room and try again."),
    ("disk I/O error", "The disk cannot be written to or read: nothing was changed. Look at the disk."),
    ("readonly database", "The database may not be written to. Look at who owns {home}."),
    ("unable to open database", "The database cannot be opened. Look at who owns {home}."),
    (
        "not a database",
        "The file in {home} is not a database of ours, or is damaged. `jikimi restore` helps.",
    ),
    ("malformed", "The database is damaged. Stop everything and use `jikimi restore`."),
    ("database is locked", "The database is busy with something long. Try again in a minute."),
    (
        "could not connect",
        "The PostgreSQL server cannot be reached. Is it running, and is its address right?",
    ),
    (
        "connection failed",
        "The PostgreSQL server cannot be reached. Is it running, and is its address right?",
    ),
    ("deadlock detected", "Somebody else was at the same thing at the same moment: try again."),
    ("no space left", "The disk is full: nothing was written. Make room and try again."),
)


class CouldNot(Exception):
    """Something a person must see to. The message is the sentence for her."""


@contextmanager
def plain_errors() -> Iterator[None]:
    """Wraps a command. Errors end as exit status 2 with their sentence; no traceback, no secrets."""
    from django.db.utils import DatabaseError

    from jikimi.cases.refusals import Refused

    try:
        yield
    except (CouldNot, SealError, ConfigError, BadDatabaseAddress, Refused) as error:
        _end(str(error), error)
    except (DatabaseError, sqlite3.Error) as error:
        sentence = database_sentence(error)
        if sentence is None:
            raise
        _end(sentence, error)
    except OSError as error:
        sentence = os_sentence(error)
        if sentence is None:
            raise
        _end(sentence, error)


def database_sentence(error: Exception) -> str | None:
    """What a database error means for the operator, if it is one that she can do something about."""
    said = str(error).lower()
    for words, sentence in _DATABASE_WORDS:
        if words.lower() in said:
            return sentence.format(home=home_folder())
    return None


def os_sentence(error: OSError) -> str | None:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return "The disk is full: nothing was written. Make room and try again."
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS) and error.filename:
        return f"{error.filename} may not be read or written by this user."
    return None


def _end(sentence: str, error: Exception) -> None:
    typer.echo(sentence, err=True)
    raise typer.Exit(COULD_NOT) from error
