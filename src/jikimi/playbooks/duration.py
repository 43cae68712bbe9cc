"""Lengths of time as a person writes them in a playbook: "90s", "10m", "24h", "30d"."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Annotated

from pydantic import BeforeValidator, PlainSerializer

_FORM = re.compile(r"([0-9]{1,6})([smhd])")
_UNIT = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}
_LONGEST = timedelta(days=3660)


def read_duration(value: object) -> timedelta:
    """The length of time that `value` names. Errors: ValueError with what to write instead."""
    found = _FORM.fullmatch(value) if isinstance(value, str) else None
    if not found:
        raise ValueError('write a number and a unit in quotes, such as "90s", "10m", "24h" or "30d"')
    number, unit = found.groups()
    length = timedelta(**{_UNIT[unit]: int(number)})
    if not timedelta() < length <= _LONGEST:
        raise ValueError("write a length of time between one second and ten years")
    return length


def write_duration(length: timedelta) -> str:
    """The shortest form that `read_duration` reads back."""
    seconds = int(length.total_seconds())
    for size, unit in ((86400, "d"), (3600, "h"), (60, "m")):
        if seconds % size == 0:
            return f"{seconds // size}{unit}"
    return f"{seconds}s"


Duration = Annotated[timedelta, BeforeValidator(read_duration), PlainSerializer(write_duration)]
