"""What somebody should look at in playbooks that can be used: unconfirmed, old, or never compared."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from jikimi.playbooks.duty import Duty
from jikimi.playbooks.law import Law
from jikimi.playbooks.lines import line_of
from jikimi.playbooks.load import OURS, Playbooks
from jikimi.playbooks.part import Part
from jikimi.playbooks.platform import Platform

OLD_AFTER = dt.timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Finding:
    """Where it stands: `key` of the playbook, its `file`, the `line` (None: not known), the `place`.

    `checked_on` is when somebody last compared it, where the finding is about that.
    """

    key: str
    file: str
    line: int | None
    place: str
    checked_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Review:
    """All of it, in the order of the files."""

    to_be_confirmed: tuple[Finding, ...]
    old: tuple[Finding, ...]
    never_compared: tuple[Finding, ...]


def review(read: Playbooks, today: dt.date) -> Review:
    """`old`: last compared with the text more than a year before `today`."""
    unconfirmed: list[Finding] = []
    old: list[Finding] = []
    never: list[Finding] = []
    for part, file in _parts(read):
        text = _text(file)
        for path in _unconfirmed(part):
            line = line_of(text, [*path, "to_be_confirmed"])
            unconfirmed.append(Finding(part.key, shown(file), line, _place(path)))
        if part.checked_on is None:
            never.append(Finding(part.key, shown(file), None, ""))
        elif today - part.checked_on > OLD_AFTER:
            line = line_of(text, ["checked_on"])
            old.append(Finding(part.key, shown(file), line, "checked_on", part.checked_on))
    return Review(tuple(unconfirmed), tuple(old), tuple(never))


def shown(file: Path) -> str:
    """How a file is named to a person: ours from the package on, the centre's own in full."""
    return str(file.relative_to(OURS.parents[1])) if file.is_relative_to(OURS) else str(file)


def _parts(read: Playbooks) -> Iterator[tuple[Law | Platform | Duty, Path]]:
    for law in read.laws.values():
        yield law, read.files["law", law.key]
    for platform in read.platforms.values():
        yield platform, read.files["platform", platform.key]
    for duty in read.duties.values():
        yield duty, read.files["duty", duty.key]


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):  # changed meanwhile: then without lines
        return ""


def _unconfirmed(part: Part, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    if part.to_be_confirmed:
        yield path
    for field in type(part).model_fields:
        value = getattr(part, field)
        if isinstance(value, Part):
            yield from _unconfirmed(value, (*path, field))
        elif isinstance(value, tuple):
            for number, one in enumerate(value):
                if isinstance(one, Part):
                    yield from _unconfirmed(one, (*path, field, number))


def _place(path: tuple[str | int, ...]) -> str:
    name = ""
    for part in path:
        name += f"[{part + 1}]" if isinstance(part, int) else f"{'.' if name else ''}{part}"
    return name or "the whole file"
