"""What is wrong with a playbook, in sentences that name the file, the line and the field."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from jikimi.playbooks.lines import line_of
from jikimi.playbooks.what_is_wrong import what_is_wrong

_INTERNAL = {"function-before", "function-after", "tuple", "__key__", "[key]"}


class PlaybooksRefused(Exception):
    """Playbooks that cannot be used. `problems` holds one sentence each; the message is all of them."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(self.problems))


def sentence(file: Path, what: str, *, line: int | None = None, field: str | None = None) -> str:
    """One problem as one line: where it stands, and what to do."""
    where = [str(file)]
    if line:
        where.append(f"line {line}")
    if field:
        where.append(f"`{field}`")
    line_of_text = f"{', '.join(where)}: {what.strip().rstrip('.')}."
    return "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in line_of_text)


def sentence_in(file: Path, path: list[str | int], what: str) -> str:
    """One problem with a field of a file that was read before."""
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):  # changed meanwhile: then without its line
        text = ""
    return sentence(file, what, line=line_of(text, path), field=_name(path))


def sentences(file: Path, text: str, refused: ValidationError) -> list[str]:
    """Every problem that a model found in the file."""
    errors = refused.errors(include_url=False, include_context=True)
    return [_one(file, text, error) for error in errors if not _only_follows(error, errors)]


def _only_follows(error: ErrorDetails, errors: list[ErrorDetails]) -> bool:
    """A list is called too short because what stands in it is wrong, which is said already."""
    place = error["loc"]
    inside = (other["loc"] for other in errors if other is not error)
    return error["type"] == "too_short" and any(other[: len(place)] == place for other in inside)


def _one(file: Path, text: str, error: ErrorDetails) -> str:
    path = [part for part in error["loc"] if part not in _INTERNAL]
    return sentence(file, _what(error), line=line_of(text, path), field=_name(path) or None)


def _what(error: ErrorDetails) -> str:
    if error["type"] == "string_pattern_mismatch":
        return "this is empty or is not in the form we expect: see docs/playbooks.md"
    return what_is_wrong(error)


def _name(path: list[str | int]) -> str:
    name = ""
    for part in path:
        name += f"[{part + 1}]" if isinstance(part, int) else f"{'.' if name else ''}{part}"
    return name
