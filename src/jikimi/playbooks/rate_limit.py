"""How much a route takes in how much time, as a person writes it in a playbook: "30/1h"."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated

from pydantic import PlainSerializer, PlainValidator

from jikimi.playbooks.duration import read_duration, write_duration


@dataclass(frozen=True, slots=True)
class Rate:
    """At most `notices` within any stretch of `per`."""

    notices: int
    per: timedelta


def read_rate(value: object) -> Rate:
    """The rate that `value` names. Errors: ValueError with what to write instead."""
    if isinstance(value, Rate):
        return value
    number, slash, span = value.partition("/") if isinstance(value, str) else ("", "", "")
    if (
        not slash
        or not number.isascii()
        or not number.isdigit()
        or not 1 <= len(number) <= 6
        or int(number) < 1
    ):
        raise ValueError('write how many in which time, in quotes, such as "30/1h"')
    return Rate(int(number), read_duration(span))


def write_rate(rate: Rate) -> str:
    """The form that `read_rate` reads back."""
    return f"{rate.notices}/{write_duration(rate.per)}"


RateLimit = Annotated[Rate, PlainValidator(read_rate), PlainSerializer(write_rate)]
