"""The exact text for each box of a web form, for a person to carry there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from string import Template

from jikimi.playbooks.draft import CannotDraft
from jikimi.playbooks.form_field import FormField


@dataclass(frozen=True, slots=True)
class FilledField:
    """`label` is how the form calls the box, `text` is what goes into it."""

    name: str
    label: str
    text: str


def fill(fields: Iterable[FormField], values: Mapping[str, str]) -> tuple[FilledField, ...]:
    """`values` by placeholder, `subject` and `body` among them. Errors: CannotDraft."""
    try:
        return tuple(
            FilledField(field.name, field.label, Template(field.text).substitute(values).strip())
            for field in fields
        )
    except (KeyError, ValueError) as unfilled:
        raise CannotDraft("A place in the form was left unfilled, so it must not go out.") from unfilled
