"""The door's forms keep a pace: one visitor cannot use up what all share; a minute later all is as before."""

from __future__ import annotations

from django.http import HttpRequest
from django.test import override_settings
from hypothesis import given
from hypothesis import strategies as st

from jikimi.door.pace import Pace, visitor_of


def test_one_visitor_is_stopped_and_the_others_are_not() -> None:
    pace = Pace(each=3, overall=10)
    assert [pace.allows("a", now=1.0) for _ in range(4)] == [True, True, True, False]
    assert pace.allows("b", now=1.0)
    assert pace.allows("a", now=61.5)


@given(st.lists(st.tuples(st.text(max_size=2), st.floats(0, 30)), max_size=60))
def test_in_a_minute_never_more_than_all_together_may(asked: list[tuple[str, float]]) -> None:
    pace = Pace(each=5, overall=12)
    allowed = [who for who, at in sorted(asked, key=lambda one: one[1]) if pace.allows(who, now=at)]
    assert len(allowed) <= 12
    assert all(allowed.count(who) <= 5 for who in allowed)


def test_a_crowd_does_not_fill_the_memory() -> None:
    pace = Pace(each=2, overall=1_000_000)
    for number in range(20_000):
        pace.allows(str(number), now=1.0)
    assert len(pace._visits) <= 5_001
    pace.allows("later", now=100.0)
    assert len(pace._visits) == 1


def _request(**headers: str) -> HttpRequest:
    request = HttpRequest()
    request.META = {"REMOTE_ADDR": "127.0.0.1"} | headers
    return request


def test_a_visitor_cannot_name_himself() -> None:
    """What he writes into the header stands before what our own web server adds."""
    with override_settings(JIKIMI_BEHIND_PROXY=True):
        forged = _request(HTTP_X_FORWARDED_FOR="made up, 192.0.2.1")
        assert visitor_of(forged) == visitor_of(_request(HTTP_X_FORWARDED_FOR="192.0.2.1")) == "192.0.2.1"
    with override_settings(JIKIMI_BEHIND_PROXY=False):
        assert visitor_of(_request(HTTP_X_FORWARDED_FOR="made up")) == "127.0.0.1"


def test_the_addresses_of_one_network_are_one_visitor() -> None:
    with override_settings(JIKIMI_BEHIND_PROXY=False):
        one, other, elsewhere, old, mapped = (
            visitor_of(_request(REMOTE_ADDR=address))
            for address in ("2001:db8:1:2::3", "2001:db8:1:2:f::4", "2001:db8:1:3::3", "192.0.2.1", "::1%lo")
        )
    assert one == other != elsewhere
    assert (old, mapped) == ("192.0.2.1", "::/64")
