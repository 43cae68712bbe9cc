"""The playbooks that come with Jikimi say what their laws ask, in both languages, whole."""

from __future__ import annotations

import datetime as dt

import pytest

from jikimi.playbooks.draft import OWN_NAME_LEFT_OPEN, Facts, draft
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
        "history": "2026-03-01 JK-BBBBBBBBBBBB, to the place by email",
        "work": "A photograph that the person took of herself.",
    }
    return Facts(**{**given, **other})  # type: ignore[arg-type]


LAWS = {
    "us-take-it-down", "us-ftc-complaint", "us-dmca-512", "eu-dsa-16", "eu-dsa-20", "eu-dsa-21", "eu-dsa-53",
    "uk-intimate-image", "uk-ofcom-complaint", "au-online-safety", "kr-22-5", "kr-44-2", "kr-commission",
}  # fmt: skip
PLACES = {
    "matrix-homeserver", "telegram", "discord", "x", "instagram", "generic-web-host", "generic-cdn",
    "google-search",
}  # fmt: skip
REGULATORS = {"us-ftc", "uk-ofcom", "eu-coordinator", "eu-dispute-body", "au-esafety", "kr-commission"}


def test_the_laws_the_places_and_the_regulators_are_there() -> None:
    assert set(OURS.laws) == LAWS
    assert set(OURS.platforms) == PLACES | REGULATORS
    assert {key for key, platform in OURS.platforms.items() if platform.regulator} == REGULATORS


def test_the_deadlines_are_those_of_the_laws() -> None:
    hours = {key: law.deadline.hours for key, law in OURS.laws.items() if law.deadline.hours}
    assert hours == {"us-take-it-down": 48, "uk-intimate-image": 48}
    assert all(OURS.laws[key].deadline.counted_from == "receipt" for key in hours)


def test_every_first_law_leads_to_a_regulator_and_every_regulator_can_be_reached() -> None:
    reached = {step.regulator for law in OURS.laws.values() for step in law.next_step} - {None}
    assert reached == REGULATORS
    for platform in OURS.platforms.values():
        for law in {route.law for route in platform.routes if not platform.regulator} - {"us-dmca-512"}:
            assert OURS.laws[law].next_step, law


def test_copyright_and_the_own_name_are_never_asked_by_themselves() -> None:
    for platform in OURS.platforms.values():
        for route in platform.routes:
            law = OURS.laws[route.law]
            if law.copyright or law.sender.own_name_required:
                assert route.only_for, (platform.key, route.law)


def test_an_address_that_nobody_confirmed_is_marked() -> None:
    """Every literal mailbox or form of ours is confirmed by a dated reading, or marked."""
    for platform in OURS.platforms.values():
        for route in platform.routes:
            if "$" not in route.destination:
                confirmed = platform.checked_on is not None or platform.key == "telegram"
                assert route.to_be_confirmed or (confirmed and route.destination.startswith("https://"))


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("t.me", "telegram"),
        ("cdn.discordapp.com", "discord"),
        ("mobile.twitter.com", "x"),
        ("www.instagram.com", "instagram"),
        ("www.google.com", "google-search"),
        ("docs.google.com", "generic-web-host"),
        ("netflix.com", "generic-web-host"),
    ],
)
def test_a_web_address_leads_to_its_platform(address, key) -> None:
    assert OURS.platform_for("web", address).key == key


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


def test_only_hosts_get_xarf() -> None:
    with_xarf = {
        key for key, platform in OURS.platforms.items() for route in platform.routes if route.attach_xarf
    }
    assert with_xarf == {"generic-web-host", "generic-cdn"}


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
    left = body.replace("$event", "").replace(OWN_NAME_LEFT_OPEN, "")
    assert "$" not in left, "no placeholder is left"
    assert (OWN_NAME_LEFT_OPEN in body) == law.sender.own_name_required


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


def test_a_way_for_some_cases_is_never_taken_by_itself() -> None:
    host = OURS.platforms["generic-web-host"]
    assert [route.law for route in OURS.usual_routes(host)] == ["eu-dsa-16"]
    telegram = OURS.usual_routes(OURS.platforms["telegram"])
    assert [route.destination for route in telegram] == [
        "https://telegram.org/dsa-report",
        "abuse@telegram.org",
    ]
    assert all(OURS.usual_routes(OURS.platforms[key]) for key in PLACES | REGULATORS)
