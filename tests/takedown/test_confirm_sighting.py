"""A yes with its ground makes a link and notices; without ground, consent or reason it makes nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from django.db import connection
from django.utils import timezone

from jikimi.cases.actions.allow_place import allow_place
from jikimi.cases.actions.give_consent import give_consent
from jikimi.cases.actions.withdraw_consent import withdraw_consent
from jikimi.cases.actor import Actor, PermissionRefused
from jikimi.cases.models import Case, LedgerEntry
from jikimi.takedown.actions.confirm_sighting import confirm_sighting
from jikimi.takedown.models import Link, Notice
from jikimi.takedown.outgoing import outgoing
from jikimi.takedown.refusals import Refused
from jikimi.watch.actions.settle_sighting import dismiss_sighting
from jikimi.watch.models import Post, Sighting
from tests.takedown.found import confirmed, sighting_of
from tests.watch.engine import letterhead

pytestmark = pytest.mark.django_db


def test_one_notice_for_each_route_with_addresses_and_no_person(caseworker: Actor, case: Case) -> None:
    sighting = sighting_of(caseworker, case)
    notices = confirmed(caseworker, sighting)
    assert [(notice.route, notice.state, notice.destination) for notice in notices] == [
        ("matrix_report", "due", "here"),
        ("email", "due", "abuse@here.example"),
    ]
    assert len({notice.public_id for notice in notices}) == 2
    for notice in notices:
        body = str(notice.body)
        assert "https://matrix.to/#/!room:here/$1?via=here" in body.splitlines()
        assert "mxc://here/$1" in body.splitlines()
        assert notice.public_id in body
        assert case.number not in body
        assert "Her face" not in body
        assert notice.ground_words == "Her face, another body."
    link = Link.objects.get()
    assert (link.state, link.platform) == ("not looked yet", "matrix-homeserver")
    sighting.refresh_from_db()
    assert (sighting.state, sighting.decided_by) == ("confirmed", caseworker.pseudonym)
    assert LedgerEntry.objects.filter(verb="takedown.confirm_sighting", case=case.number).count() == 1


def test_nothing_readable_rests_in_the_database(caseworker: Actor, case: Case) -> None:
    confirmed(caseworker, sighting_of(caseworker, case))
    with connection.cursor() as cursor:
        for table in ("takedown_notice", "takedown_link", "watch_post", "watch_room"):
            cursor.execute(f"SELECT * FROM {table}")  # noqa: S608
            for row in cursor.fetchall():
                for value in row:
                    raw = bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
                    for secret in (b"matrix", b"mxc:", b"here.example", b"Her face", b"another body"):
                        assert secret not in raw or raw in (b"matrix", b"matrix_report", b"matrix-homeserver")


def test_hashes_go_out_only_with_a_yes_to_sharing(caseworker: Actor, case: Case) -> None:
    notice = confirmed(caseworker, sighting_of(caseworker, case))[0]
    assert outgoing(notice, letterhead()).links[0].pdq is None
    give_consent(caseworker, case, "share_with_platforms")
    pdq = outgoing(notice, letterhead()).links[0].pdq
    assert pdq is not None
    assert len(pdq) == 64


def test_the_hash_of_an_ordinary_photograph_never_leaves(caseworker: Actor, case: Case) -> None:
    give_consent(caseworker, case, "share_with_platforms")
    (notice, _) = confirm_sighting(
        caseworker,
        sighting_of(caseworker, case, "itself"),
        ground="statement",
        place_is_abusive=True,
        proof="kept",
        letterhead=letterhead(),
        now=timezone.now(),
    )
    assert outgoing(notice, letterhead()).links[0].pdq is None


def without_consent(caseworker: Actor, case: Case) -> Sighting:
    sighting = sighting_of(caseworker, case)
    withdraw_consent(caseworker, case, "ask_platforms")
    return sighting


def in_an_allowed_place(caseworker: Actor, case: Case) -> Sighting:
    allow_place(caseworker, case, "@somebody:here")
    return sighting_of(caseworker, case)


def confirmed_before(caseworker: Actor, case: Case) -> Sighting:
    sighting = sighting_of(caseworker, case)
    confirmed(caseworker, sighting)
    return sighting


def forgotten(caseworker: Actor, case: Case) -> Sighting:
    sighting = sighting_of(caseworker, case)
    dismiss_sighting(caseworker, sighting, now=timezone.now())
    Post.objects.all().delete()
    return sighting


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (without_consent, "has not said yes to writing to platforms"),
        (in_an_allowed_place, "place that the case allows"),
        (confirmed_before, "decided already"),
        (forgotten, "not remembered any more"),
    ],
)
def test_what_must_not_go_out_does_not(
    caseworker: Actor, case: Case, given: Callable[[Actor, Case], Sighting], sentence: str
) -> None:
    sighting = given(caseworker, case)
    before = (Notice.objects.count(), Link.objects.count(), LedgerEntry.objects.count())
    with pytest.raises(Refused, match=sentence):
        confirmed(caseworker, sighting)
    assert (Notice.objects.count(), Link.objects.count(), LedgerEntry.objects.count()) == before


@pytest.mark.parametrize("ground", ["", "because", "REGION_MAP"])
def test_no_ground_no_notice(caseworker: Actor, case: Case, ground: str) -> None:
    sighting = sighting_of(caseworker, case)
    with pytest.raises(Refused, match="on what the belief rests"):
        confirm_sighting(
            caseworker, sighting, ground=ground, proof="kept", letterhead=letterhead(), now=timezone.now()
        )
    assert Sighting.objects.get().state == "open"


def test_an_ordinary_photograph_alone_is_no_harm(caseworker: Actor, case: Case) -> None:
    sighting = sighting_of(caseworker, case, "itself")
    with pytest.raises(Refused, match="the place itself does harm"):
        confirm_sighting(
            caseworker,
            sighting,
            ground="statement",
            proof="kept",
            letterhead=letterhead(),
            now=timezone.now(),
        )


@pytest.mark.parametrize("kind", ["same", "embedded"])
def test_a_cell_that_looks_replaced_is_no_ground_for_what_is_not_altered(
    caseworker: Actor, case: Case, kind: str
) -> None:
    sighting = sighting_of(caseworker, case, "itself")
    Sighting.objects.update(region_map="kkkkkr" * 6, kind=kind)
    with pytest.raises(Refused, match="no map that shows a replaced part"):
        confirm_sighting(
            caseworker,
            sighting,
            ground="region_map",
            place_is_abusive=True,
            proof="kept",
            letterhead=letterhead(),
            now=timezone.now(),
        )


def test_a_post_that_is_forgotten_at_this_moment(
    caseworker: Actor, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    sighting = sighting_of(caseworker, case)
    read = Sighting.refresh_from_db

    def read_and_forget(this: Sighting) -> None:
        read(this)
        Post.objects.all().delete()

    monkeypatch.setattr(Sighting, "refresh_from_db", read_and_forget)
    with pytest.raises(Refused, match="not remembered any more"):
        confirmed(caseworker, sighting)
    assert Sighting.objects.get().state == "open"


def test_another_team_cannot_decide(other_team: Actor, caseworker: Actor, case: Case) -> None:
    sighting = sighting_of(caseworker, case)
    with pytest.raises(PermissionRefused):
        confirmed(other_team, sighting)
    with pytest.raises(PermissionRefused):
        dismiss_sighting(other_team, sighting, now=timezone.now())


@pytest.mark.parametrize("who", ["operator", "auditor", "survivor", "engine"])
def test_only_caseworkers_decide(
    who: str, request: pytest.FixtureRequest, caseworker: Actor, case: Case
) -> None:
    sighting = sighting_of(caseworker, case)
    with pytest.raises(PermissionRefused):
        confirmed(request.getfixturevalue(who), sighting)


def test_a_route_without_destination_is_shown_and_holds_up_no_other(caseworker: Actor, case: Case) -> None:
    sighting = sighting_of(caseworker, case)
    only_server = replace(letterhead(), place_of=lambda _: {"homeserver": "here"})
    report, mail = confirm_sighting(
        caseworker, sighting, ground="look", proof="kept", letterhead=only_server, now=timezone.now()
    )
    assert report.state == "due"
    assert mail.state == "not sent"
    assert "admin_contact" in mail.reason


def test_a_centre_without_a_name_cannot_sign(caseworker: Actor, case: Case) -> None:
    sighting = sighting_of(caseworker, case)
    nameless = replace(letterhead(), sender_name="")
    with pytest.raises(Refused, match=r"\[centre\] in jikimi.toml"):
        confirm_sighting(
            caseworker, sighting, ground="look", proof="kept", letterhead=nameless, now=timezone.now()
        )
    assert not Notice.objects.exists()
