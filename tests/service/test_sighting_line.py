"""What a caseworker is told of a sighting, without looking at the picture."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from jikimi.cases.models import Case
from jikimi.service.map_words import replaced, rows
from jikimi.service.sighting_line import shows_map, sighting_as_data, sighting_line
from jikimi.watch.models import Sighting

MAP = "k" * 12 + "rr?" * 4 + "o" * 12


def sighting(**changed: Any) -> Sighting:
    usual = {
        "case": Case(number="26-0001"),
        "fingerprint_id": 3,
        "room_id": 2,
        "verdict": "match",
        "kind": "altered",
        "state": "open",
        "signals": {"score": 40.0},
        "transform": {"turned": 0.0, "mirrored": True},
        "region_map": MAP,
        "seen_at": timezone.now(),
    }
    return Sighting(**usual | changed)


@pytest.mark.parametrize("kind", ["altered", "embedded"])
def test_the_map_on_which_a_notice_may_rest_is_shown(kind: str) -> None:
    line = sighting_line(sighting(kind=kind))
    assert "map kkkkkk kkkkkk rr?rr? rr?rr? oooooo oooooo" in line
    assert ("40 % replaced" in line) is (kind == "altered")


def test_of_an_unaltered_copy_nothing_is_called_replaced() -> None:
    """At the edge of a crop a part may look so."""
    same = sighting(kind="same")
    assert not shows_map(same)
    assert "map " not in sighting_line(same)
    assert "replaced" not in sighting_line(same)


def test_where_only_the_whole_picture_spoke_there_is_no_map() -> None:
    line = sighting_line(sighting(kind="embedded", region_map="", transform=None))
    assert "map " not in line


def test_a_program_gets_map_and_transform_of_every_kind() -> None:
    for kind in ("same", "altered", "embedded"):
        data = sighting_as_data(sighting(kind=kind))
        assert data["region_map"] == MAP
        assert data["transform"] == {"turned": 0.0, "mirrored": True}


def test_shares_are_of_what_can_be_judged() -> None:
    assert replaced("kkkr" + "?" * 32) == "25 % replaced"
    assert replaced("k" * 36) == replaced("") == ""
    assert rows("") == ""
