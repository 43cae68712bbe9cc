"""Places in a text that somebody meant to fill in and did not: ours, and those that people write by habit."""

from __future__ import annotations

import re
from collections.abc import Iterable

_OURS = (re.compile(r"\$\{[^}\n]*\}?|\$[A-Za-z_]\w*"),)  # ${name}, $name
_BY_HABIT = (
    re.compile(r"\{\{[^}\n]*\}\}|\[\[[^\]\n]*\]\]|%\([^)\n]*\)s"),
    re.compile(r"<(?![^<>\n]*[/@:])[^\W\d_][^<>\n]{0,60}>"),  # <your name>, but no address
    re.compile(
        r"\[[^\]\n]{0,60}\b(?:name|date|address|url|link|insert|your|here|e-?mail|number|title|signature)\b"
        r"[^\]\n]{0,60}\]",
        re.IGNORECASE,
    ),
    re.compile(r"\[[^\]\n]{0,40}(?:이름|성명|날짜|주소|연락처|입력|기재)[^\]\n]{0,40}\]"),
    re.compile(r"_{3,}|[○◯]{2,}|\b(?:TODO|TBD|FIXME|X{3,})\b|\blorem ipsum\b", re.IGNORECASE),
)
_ADDRESS = re.compile(r"\S+://\S+")  # what stands in an address was not written by a person
_LONGEST_SHOWN = 40


def left_open(text: str) -> tuple[str, ...]:
    """What in `text` looks like a place left open, as it stands there: each once, at most 40 characters."""
    return _found(_OURS, text, left_open_by_habit(text))


def left_open_by_habit(text: str) -> tuple[str, ...]:
    """The same for the words of a playbook, where ${name} is as it should be."""
    return _found(_BY_HABIT, _ADDRESS.sub(" ", text), ())


def _found(forms: Iterable[re.Pattern[str]], text: str, more: tuple[str, ...]) -> tuple[str, ...]:
    found = [match.group(0)[:_LONGEST_SHOWN] for form in forms for match in form.finditer(text)]
    return tuple(dict.fromkeys([*found, *more]))
