"""Logs that cannot tell: what was said is written, what it was said about is not.

A log line's words are ours or a library's, its arguments may be anything: addresses, codes, names. So
arguments are shown only if they are numbers, errors by their kind and the place in our code, and libraries
that put their lines together themselves are named but not quoted.
"""

from __future__ import annotations

import logging
import re
from pathlib import Path
from types import TracebackType
from typing import Any, Final

HIDDEN: Final = "..."
# Loggers whose messages are fixed words with arguments beside them.
_QUOTED: Final = ("jikimi", "django", "gunicorn")
_ABOUT_SOMETHING: Final = re.compile(r"[:=\d]")


class SecretKeepingFormatter(logging.Formatter):
    """`2026-03-01T10:00:00Z WARNING django.request: Not Found: ...`"""

    default_time_format = "%Y-%m-%dT%H:%M:%SZ"
    default_msec_format = ""

    def __init__(self) -> None:
        super().__init__()
        from time import gmtime

        self.converter = gmtime

    def format(self, record: logging.LogRecord) -> str:
        line = f"{self.formatTime(record)} {record.levelname} {record.name}: {_words(record)}"
        if record.exc_info and record.exc_info[0] is not None:
            line += f" [{record.exc_info[0].__name__}{_place(record.exc_info[2])}]"
        return line


def _words(record: logging.LogRecord) -> str:
    quoted = record.name.split(".")[0] in _QUOTED and isinstance(record.msg, str)
    if not quoted:
        return "a library logged something"
    if not record.args:
        # Without arguments nobody can tell words from what they are about, unless they are our own.
        return record.msg if record.name.startswith("jikimi") else _ABOUT_SOMETHING.split(record.msg)[0]
    try:
        return str(record.msg % _shown(record.args))
    except (TypeError, ValueError, KeyError):
        return str(record.msg)


def _shown(args: Any) -> Any:
    if isinstance(args, dict):
        return {name: _one(value) for name, value in args.items()}
    return tuple(_one(value) for value in args)


def _one(value: Any) -> Any:
    return value if isinstance(value, (int, float)) else HIDDEN


def _place(trace: TracebackType | None) -> str:
    place = ""
    while trace is not None:
        path = Path(trace.tb_frame.f_code.co_filename)
        if "jikimi" in path.parts:
            place = f" at {path.name}:{trace.tb_lineno}"
        trace = trace.tb_next
    return place


LOGGING: Final[dict[str, Any]] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"secret_keeping": {"()": "jikimi.service.secret_keeping.SecretKeepingFormatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "secret_keeping"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    # Django's own handlers would write beside ours.
    "loggers": {
        "django": {"handlers": [], "level": "WARNING", "propagate": True},
        "jikimi": {"handlers": [], "level": "INFO", "propagate": True},
    },
}
