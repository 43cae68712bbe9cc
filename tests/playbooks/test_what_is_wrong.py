"""What is wrong with a field is said in words that say what is expected, without what stands there."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

import pytest
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from jikimi.playbooks.what_is_wrong import what_is_wrong


class Sample(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid")

    needed: int
    share: Annotated[float, Field(gt=0, lt=1)] = 0.5
    names: Annotated[tuple[str, ...], Field(min_length=1, max_length=2, strict=False)] = ("one",)
    many: Annotated[tuple[str, ...], Field(min_length=2, strict=False)] = ("one", "two")
    kind: Literal["near", "far"] = "near"
    checked_on: date | None = None
    part: dict[str, int] = {}


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "this is missing: add it"),
        ({"needed": "hush"}, "a whole number is expected here"),
        ({"needed": 1, "neded": 1}, "this is not a field we know: check the spelling, or remove it"),
        ({"needed": 1, "share": 0.0}, "this should be more than 0.0"),
        ({"needed": 1, "share": 1.0}, "this should be less than 1.0"),
        ({"needed": 1, "share": "hush"}, "a number is expected here"),
        ({"needed": 1, "names": []}, "at least 1 entry is needed here"),
        ({"needed": 1, "many": ["hush"]}, "at least 2 entries are needed here"),
        ({"needed": 1, "names": ["hush"] * 3}, "at most 2 entries may stand here"),
        ({"needed": 1, "kind": "hush"}, "this should be 'near' or 'far'"),
        ({"needed": 1, "checked_on": "hush"}, "a date is expected here, such as 2026-03-01"),
        ({"needed": 1, "part": "hush"}, "a table is expected here, with fields of its own"),
    ],
)
def test_each_mistake_in_our_words(given: dict[str, Any], said: str) -> None:
    with pytest.raises(ValidationError) as refused:
        Sample.model_validate(given)
    (error,) = refused.value.errors()
    assert what_is_wrong(error) == said
