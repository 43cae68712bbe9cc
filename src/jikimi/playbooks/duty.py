"""What a centre may have to tell others: said before the first question, and shown at the case."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, PrivateAttr

from jikimi.playbooks.part import CheckedOn, Part, Words
from jikimi.playbooks.text import Text


class Duty(Part):
    """A duty to report. `under_age`: for a person below that age; None where age does not matter.

    `professions` are those who must, `to` is whom they tell, `how_soon` by when, all in words.
    """

    name: Words
    country: Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
    professions: Annotated[tuple[Words, ...], Field(strict=False, min_length=1, max_length=50)]
    under_age: int | None = Field(default=None, ge=1, le=30)
    to: Words
    how_soon: Words
    words: Words
    checked_on: CheckedOn | None = None
    text: Text
    _key: str = PrivateAttr(default="")

    @property
    def key(self) -> str:
        """The name of its file, such as `kr-youth-protection-34`."""
        return self._key
