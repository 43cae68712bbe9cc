"""Often at first, then rarer; and a number for a notice that says nothing."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from jikimi.takedown.public_id import new_public_id
from jikimi.takedown.readable import readable, readable_all
from jikimi.takedown.rhythm import AFTER_ASKING, AFTER_GONE, LONGEST_RETRY_S, next_look, next_try

NOW = datetime(2026, 1, 1, tzinfo=UTC)


@given(st.integers(0, 10_000))
def test_looks_become_rarer_and_never_stop(step: int) -> None:
    for rhythm in (AFTER_ASKING, AFTER_GONE):
        this, following = next_look(rhythm, step, NOW) - NOW, next_look(rhythm, step + 1, NOW) - NOW
        assert timedelta(seconds=1) <= this <= following <= timedelta(days=30)


@given(st.integers(0, 10**6))
def test_tries_become_rarer_up_to_six_hours(failures: int) -> None:
    this, following = next_try(failures, NOW), next_try(failures + 1, NOW)
    assert NOW < this <= following <= NOW + timedelta(seconds=LONGEST_RETRY_S)


def test_public_ids_are_random_and_of_one_form() -> None:
    ids = {new_public_id() for _ in range(1000)}
    assert len(ids) == 1000
    assert all(re.fullmatch(r"JK-[A-Z2-7]{12}", one) for one in ids)


def test_addresses_are_what_a_reader_can_open() -> None:
    assert (
        readable("matrix://here/!room:here/$event_1-a")
        == "https://matrix.to/#/!room:here/$event_1-a?via=here"
    )
    assert readable("matrix://here/!room:here") == "https://matrix.to/#/!room:here?via=here"
    assert readable("matrix://here/#school:here") == "https://matrix.to/#/%23school:here?via=here"
    assert readable("matrix://here/!a b/$1") == "https://matrix.to/#/!a%20b/$1?via=here"
    assert readable("matrix://a.b:8448/!a%2Fb/$1") == "https://matrix.to/#/!a%2Fb/$1?via=a.b:8448"
    assert readable("https://site.example/p?q=1#f") == "https://site.example/p?q=1#f"
    assert readable_all("https://a.example/1", "https://a.example/1") == ("https://a.example/1",)
