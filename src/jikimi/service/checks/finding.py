"""One thing that was looked at."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """`missing` keeps the centre from working; a `note` is something to know."""

    OK = "ok"
    NOTE = "note"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Finding:
    level: Level
    subject: str
    sentence: str


def ok(subject: str, sentence: str) -> Finding:
    return Finding(Level.OK, subject, sentence)


def note(subject: str, sentence: str) -> Finding:
    return Finding(Level.NOTE, subject, sentence)


def missing(subject: str, sentence: str) -> Finding:
    return Finding(Level.MISSING, subject, sentence)
