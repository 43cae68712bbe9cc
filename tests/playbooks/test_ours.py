"""The playbooks that come with Jikimi say what their laws ask, in both languages, whole."""

from __future__ import annotations

import datetime as dt

import pytest

from jikimi.playbooks.draft import Facts, draft
from jikimi.playbooks.ground import ground_sentence
from jikimi.playbooks.law import HELD_BY
from jikimi.playbooks.load import load_all

OURS = load_all()
EACH = [(law, language) for law in OURS.laws.values() for language in law.languages]
NAMES = [f"{law.key}-{language}" for law, language in EACH]


def facts(**other: object) -> Facts:
    given: dict[str, object] = {
        "notice_id": "JK-ABCDEFGH2345",
        "made_on": dt.date(2026, 3, 9),
        "urls": ("https://pictures.example/a?b=c&d=%20", "matrix://hs.example/!room:hs.example/$event"),
        "ground": "Because we compared it.",
        "sender_name": "Centre at the Harbour",
        "sender_contact": "notices@centre.example",
    }
    return Facts(**{**given, **other})  # type: ignore[arg-type]


def test_the_three_laws_and_two_platforms_are_there() -> None:
    assert set(OURS.laws) >= {"us-take-it-down", "eu-dsa-16", "kr-22-5"}
    assert set(OURS.platforms) >= {"matrix-homeserver", "generic-web-host"}


def test_the_deadlines_are_those_of_the_laws() -> None:
    assert OURS.laws["us-take-it-down"].deadline.hours == 48
    assert OURS.laws["eu-dsa-16"].deadline.hours is None
    assert OURS.laws["kr-22-5"].deadline.hours is None


def test_a_date_that_nobody_confirmed_is_marked() -> None:
    unmarked = [
        law.key for law in OURS.laws.values() if law.text.date is None and not law.text.to_be_confirmed
    ]
    assert unmarked == []


def test_a_matrix_room_is_reported_and_mailed_at_once() -> None:
    platform = OURS.platform_for("matrix")
    assert platform.key == "matrix-homeserver"
    assert platform.order == "parallel"
    assert [route.kind for route in platform.routes] == ["matrix_report", "email"]


def test_only_the_web_host_gets_xarf() -> None:
    with_xarf = {
        key for key, platform in OURS.platforms.items() for route in platform.routes if route.attach_xarf
    }
    assert with_xarf == {"generic-web-host"}


@pytest.mark.parametrize(("law", "language"), EACH, ids=NAMES)
def test_a_draft_holds_every_element_of_its_law(law, language) -> None:
    given = facts(ground=ground_sentence("statement", language))
    subject, body = draft(law, OURS.platforms["matrix-homeserver"], language, given)
    lines = body.splitlines()
    assert given.notice_id in subject
    assert all(url in lines for url in given.urls), "each address stands on a line of its own"
    held = {name for required in law.required for name in HELD_BY[required.element]}
    joined = body.replace("\n", " ")
    if "sender_name" in held:
        assert given.sender_name in joined
    assert given.sender_contact in joined
    assert ground_sentence("statement", language) in joined
    assert law.draft[language].good_faith in joined
    assert "$" not in body.replace("$event", ""), "no placeholder is left"


@pytest.mark.parametrize(("law", "language"), EACH, ids=NAMES)
def test_a_draft_is_in_its_language_and_no_line_of_prose_is_too_wide(law, language) -> None:
    _, body = draft(
        law, OURS.platforms["matrix-homeserver"], language, facts(ground="가" if language == "ko" else "a")
    )
    korean = sum("가" <= char <= "힣" for char in body)
    assert (korean > 100) == (language == "ko")
    assert max(len(line) for line in body.splitlines()) <= 78


@pytest.mark.parametrize("kind", ["statement", "region_map", "look"])
def test_the_grounds_are_there_in_both_languages(kind) -> None:
    assert ground_sentence(kind, "en").isascii()
    assert any("가" <= char <= "힣" for char in ground_sentence(kind, "ko"))
