"""What every part of a playbook has in common: strict types, no unknown fields, frozen once read."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Words = Annotated[str, StringConstraints(min_length=1, max_length=2000, pattern=r"\S")]
Language = Literal["en", "ko"]


class Part(BaseModel):
    """A table of a playbook.

    `to_be_confirmed` marks facts that nobody of the centre has checked against the text itself yet.
    """

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)

    to_be_confirmed: bool = Field(default=False)
