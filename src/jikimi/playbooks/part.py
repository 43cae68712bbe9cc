"""What every part of a playbook has in common: strict types, no unknown fields, frozen once read."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

Words = Annotated[str, StringConstraints(min_length=1, max_length=2000, pattern=r"\S")]
Language = Literal["en", "ko"]


def _not_in_the_future(day: dt.date) -> dt.date:
    # A day of grace: the writer may live east of the machine.
    if day > dt.date.today() + dt.timedelta(days=1):
        raise ValueError("this day has not come yet: write the day on which somebody compared it")
    return day


CheckedOn = Annotated[dt.date, AfterValidator(_not_in_the_future)]


class Part(BaseModel):
    """A table of a playbook.

    `to_be_confirmed` marks facts that nobody of the centre has checked against the text itself yet.
    """

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)

    to_be_confirmed: bool = Field(default=False)
