"""The words of a notice with room for its facts; a misspelt room is refused when the playbook is loaded."""

from __future__ import annotations

from string import Template
from typing import Annotated, Self

from pydantic import StringConstraints, model_validator

from jikimi.playbooks.left_open import left_open_by_habit
from jikimi.playbooks.part import Part, Words

OWN_NAME = "own_name"  # filled at the moment of sending, and nowhere kept with the words
HISTORY = "history"
WORK = "work"
ACCURACY = "accuracy"
PLACEHOLDERS = frozenset(
    {"notice_id", "date", "platform", "urls", "ground", "good_faith", "sender_name", "sender_contact"}
    | {OWN_NAME, HISTORY, WORK, ACCURACY}
)
IN_A_SUBJECT = frozenset({"notice_id", "platform"})


def placeholders(text: str) -> frozenset[str]:
    """The names that `text` leaves room for. Errors: ValueError where a `$` stands alone."""
    template = Template(text)
    if not template.is_valid():
        raise ValueError("a $ stands alone: write $$ for a dollar sign, ${name} for a fact")
    return frozenset(template.get_identifiers())


def only_known(text: str, allowed: frozenset[str]) -> None:
    """Errors: ValueError where `text` leaves room for something else."""
    unknown = sorted(placeholders(text) - allowed)
    if unknown:
        known = ", ".join(sorted(allowed))
        raise ValueError(f"${{{unknown[0]}}} is not a fact we know: use one of {known}")


class DraftTemplate(Part):
    """Subject, body and the fixed statements of a notice in one language."""

    subject: Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f]+$")]
    good_faith: Words
    accuracy: Words | None = None
    body: Annotated[str, StringConstraints(min_length=1, max_length=10_000)]

    @property
    def placeholders(self) -> frozenset[str]:
        """The facts that the body leaves room for."""
        return placeholders(self.body)

    @model_validator(mode="after")
    def _only_known_facts(self) -> Self:
        only_known(self.subject, IN_A_SUBJECT)
        only_known(self.body, PLACEHOLDERS)
        for name, words in (("good_faith", self.good_faith), (ACCURACY, self.accuracy or "")):
            if placeholders(words):
                raise ValueError(f"`{name}` holds no ${{…}}: it is a plain sentence")
        if (ACCURACY in placeholders(self.body)) != (self.accuracy is not None):
            raise ValueError("`accuracy` and ${accuracy} in the body go together: write both, or neither")
        if "notice_id" not in placeholders(self.subject):
            raise ValueError("`subject` must contain ${notice_id}, so that an answer finds its notice")
        return self

    @model_validator(mode="after")
    def _nothing_is_left_open(self) -> Self:
        for words in (self.subject, self.good_faith, self.accuracy or "", self.body):
            for place in left_open_by_habit(words):
                raise ValueError(
                    f'"{place}" looks like a place that was left unfilled: write ${{…}} or plain words'
                )
        return self

    @model_validator(mode="after")
    def _addresses_stand_alone(self) -> Self:
        lines = [line for line in self.body.splitlines() if "urls" in placeholders(line)]
        if any(line.strip() not in {"${urls}", "$urls"} for line in lines):
            raise ValueError("${urls} must stand on a line of its own")
        return self
