"""Where a law is written, and of which date."""

from __future__ import annotations

import datetime as dt
from typing import Literal, Self

from pydantic import model_validator

from jikimi.playbooks.part import Part, Words


class Text(Part):
    """Where the law is written, and the date of that text or from which it binds."""

    source: Words
    date: dt.date | None = None
    date_is: Literal["in force since", "date of the text"] | None = None

    @model_validator(mode="after")
    def _date_is_known_or_to_be_confirmed(self) -> Self:
        if (self.date is None) != (self.date_is is None):
            raise ValueError("give `date` and `date_is` together, or neither")
        if self.date is None and not self.to_be_confirmed:
            raise ValueError("give the date of the text, or say `to_be_confirmed = true`")
        return self
