"""Allowed places: one way to write each, and what each covers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jikimi.cases.actions.allow_place import allow_place
from jikimi.cases.actions.forbid_place import forbid_place
from jikimi.cases.actor import Actor
from jikimi.cases.models import AllowedPlace, Case
from jikimi.cases.places import NotAPlace, covered, normal_place
from jikimi.cases.queries import allowed_places

ROOM = "matrix://hs.example/!room:hs.example"


@pytest.mark.parametrize(
    ("given_text", "normal"),
    [
        ("https://School.example/Class-A/", "https://school.example/Class-A"),
        ("http://school.example:80/a?x=1#top", "https://school.example/a"),
        ("https://school.example:8443/a", "https://school.example:8443/a"),
        ("https://school.example/a/../b/./c", "https://school.example/b/c"),
        ("https://school.example/%7Eann/f%6Fto", "https://school.example/~ann/foto"),
        ("https://학교.example/반", "https://xn--9d0b527e.example/%EB%B0%98"),
        ("https://[2001:db8::1]/a", "https://[2001:db8::1]/a"),
        ("https://school.example./a", "https://school.example/a"),
        (" @Ann:HS.example ", "@ann:hs.example"),
        ("matrix://HS.example/#Class:hs.example", "matrix://hs.example/#Class:hs.example"),
        (f"{ROOM}/", ROOM),
        ("telegram://school_channel/", None),
        ("https://school.example/", None),
        ("https://school.example", None),
        ("matrix://hs.example", None),
        ("school.example/a", None),
        ("https://ann@school.example/a", None),
        ("https:///a", None),
        ("https://./a", None),
        ("https://school.example:99999/a", None),
        ("javascript:alert(1)", None),
        ("@ann", None),
        ("", None),
        ("https://school.example/" + "a" * 3000, None),
        ("https://school.example/a\nb", None),
    ],
)
def test_the_normal_form(given_text: str, normal: str | None) -> None:
    if normal is None:
        with pytest.raises(NotAPlace):
            normal_place(given_text)
    else:
        assert normal_place(given_text) == normal


def test_a_whole_website_must_be_meant() -> None:
    assert normal_place("https://school.example/", whole_site=True) == "https://school.example"
    with pytest.raises(NotAPlace, match=r"everything on hs\.example"):
        normal_place("matrix://hs.example/", whole_site=True)


@given(st.text(max_size=60) | st.from_regex(r"(https?|matrix)://[a-z.%/:@!#$0-9]{0,40}", fullmatch=True))
def test_anything_is_either_refused_or_has_a_form_that_stays(text: str) -> None:
    try:
        normal = normal_place(text, whole_site=True)
    except NotAPlace:
        return
    assert normal_place(normal, whole_site=True) == normal
    assert covered([normal], addresses=[text])


@pytest.mark.parametrize(
    ("place", "address", "yes"),
    [
        ("https://school.example/class", "https://school.example/class", True),
        ("https://school.example/class", "http://school.example/class/2024?page=2", True),
        ("https://school.example/class", "https://school.example/classified", False),
        ("https://school.example/class", "https://school.example/class/../teachers", False),
        ("https://school.example/class", "https://school.example.evil.example/class", False),
        ("https://school.example/class", "https://evil.example/https://school.example/class", False),
        (ROOM, f"{ROOM}/$event", True),
        (ROOM, "matrix://hs.example/!room2:hs.example/$event", False),
        (ROOM, "matrix://other.example/!room:hs.example/$event", False),
        (ROOM, "not an address", False),
    ],
)
def test_a_place_covers_itself_and_what_lies_below(place: str, address: str, yes: bool) -> None:
    assert covered([normal_place(place)], addresses=[address]) is yes


def test_an_account_covers_what_it_posts_wherever() -> None:
    places = [normal_place("@ann:hs.example")]
    assert covered(places, addresses=[f"{ROOM}/$e"], author="@Ann:hs.example")
    assert not covered(places, addresses=[f"{ROOM}/$e"], author="@anna:hs.example")
    assert not covered(places, addresses=[f"{ROOM}/$e"])


@pytest.mark.django_db
def test_a_place_is_allowed_once_and_can_be_taken_back(caseworker: Actor, case: Case) -> None:
    allow_place(caseworker, case, "https://school.example/a")
    allow_place(caseworker, case, "http://SCHOOL.example/a/")
    assert allowed_places(case) == ["https://school.example/a"]
    assert forbid_place(caseworker, case, "https://school.example/a")
    assert not forbid_place(caseworker, case, "https://school.example/a")
    assert not AllowedPlace.objects.exists()
