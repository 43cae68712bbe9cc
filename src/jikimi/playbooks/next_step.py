"""What is prepared when the time has passed and the content is still there."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Self

from pydantic import BeforeValidator, PlainSerializer, model_validator

from jikimi.playbooks.duration import read_duration, write_duration
from jikimi.playbooks.part import Part, Words


def _read(value: object) -> timedelta:
    return timedelta() if value == "0s" else read_duration(value)


def _write(length: timedelta) -> str:
    return write_duration(length) if length else "0s"


class NextStep(Part):
    """`law`: under which the next letter is written; `regulator`: the key of the platform file it goes to.

    Without `regulator` it goes to the same platform once more. `after` is how long after the deadline (where
    the law names none: after sending); "0s" means at once. With `only_for` (when it is of use)
    it is never prepared by itself, only when a caseworker asks for it.
    """

    law: str | None = None
    regulator: str | None = None
    words: Words
    only_for: Words | None = None
    after: Annotated[timedelta, BeforeValidator(_read), PlainSerializer(_write)]

    @model_validator(mode="after")
    def _leads_somewhere(self) -> Self:
        if self.law is None and self.regulator is None:
            raise ValueError("name the `law` of the next letter, the `regulator` it goes to, or both")
        return self
