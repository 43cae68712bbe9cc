"""A link that a person gave: who may add it, where it leads, what is refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.utils import timezone

from jikimi.cases.actions.allow_place import allow_place
from jikimi.cases.actions.close_case import close_case
from jikimi.cases.actions.withdraw_consent import withdraw_consent
from jikimi.cases.actor import ENGINE, Actor, PermissionRefused
from jikimi.cases.models import Case, Consent
from jikimi.net.policy import FetchPolicy
from jikimi.sources.base import Grade
from jikimi.takedown.actions.add_link import add_link
from jikimi.takedown.actions.allow_look import allow_look
from jikimi.takedown.actions.ask_for_given_links import ask_for_given_links
from jikimi.takedown.actions.send_again import send_again
from jikimi.takedown.models import Link, Notice, NoticeLink, NoticeState
from jikimi.takedown.queries import links_visible_to
from jikimi.takedown.refusals import Refused
from tests.takedown.found import confirmed, sighting_of
from tests.takedown.web_links.given import ANYBODYS, POST, SIGNED, added, look
from tests.watch.engine import letterhead

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_given_link_is_looked_at_without_a_sighting_or_a_room(caseworker: Actor, case: Case) -> None:
    link = added(caseworker, case, " https://BOARD.example/post/17#top ")
    assert (link.post, link.room, link.source) == (POST, "https://board.example", "web")
    assert (link.sighting, link.platform) == (None, "generic-web-host")
    assert not link.waits_for_yes
    assert look(Grade.GONE).looks == 1
    assert look(Grade.GONE).state == "gone"
    books, now = letterhead().playbooks, timezone.now()
    again, new = add_link(caseworker, case, POST, playbooks=books, policy=ANYBODYS, now=now)
    assert (again.pk, new) == (link.pk, False)


def test_a_page_that_was_given_with_its_file_is_known_without_it(caseworker: Actor, case: Case) -> None:
    link = added(caseworker, case, POST, media=f"{POST}.jpg")
    assert added(caseworker, case, POST) == link
    assert added(caseworker, case, f"{POST}8") != link
    assert Link.objects.count() == 2


def test_the_address_leads_to_its_platform(caseworker: Actor, case: Case) -> None:
    assert added(caseworker, case, "https://x.com/somebody/status/1789012345678901234").platform == "x"
    assert added(caseworker, case, POST, platform="discord").platform == "discord"
    with pytest.raises(Refused, match="no such platform"):
        added(caseworker, case, POST, platform="elsewhere")


def test_what_is_refused_leaves_nothing(caseworker: Actor, case: Case) -> None:
    for bad in ("board.example/post", "ftp://board.example/", "https://a b/", "matrix://here/!r:here"):
        with pytest.raises(Refused, match="https://"):
            added(caseworker, case, bad)
    allow_place(caseworker, case, "https://school.example/team")
    with pytest.raises(Refused, match="the case allows"):
        added(caseworker, case, "https://school.example/team/photo/3")
    close_case(caseworker, case)
    case.refresh_from_db()
    with pytest.raises(Refused, match="closed"):
        added(caseworker, case)
    assert not Link.objects.exists()


@pytest.mark.parametrize(
    "inner",
    [
        "http://127.0.0.1/x",
        "http://2130706433/x",
        "http://[::1]/x",
        "https://192.168.1.4/x",
        "http://169.254.169.254/latest",
        "http://localhost:8000/x",
        "https://printer.local/x",
        "https://intranet/x",
    ],
)
def test_what_nobody_outside_can_open_stands_in_no_notice(caseworker: Actor, case: Case, inner: str) -> None:
    for addresses in ({"address": inner}, {"address": POST, "media": inner}):
        with pytest.raises(Refused, match="Nobody outside can open it"):
            added(caseworker, case, **addresses)
    assert not Link.objects.exists()


def test_a_server_of_this_machine_is_one_of_the_webs_where_the_operator_said_so(
    caseworker: Actor, case: Case
) -> None:
    ours = FetchPolicy.of(loopback_hosts=["127.0.0.1:8008"])
    assert added(caseworker, case, "http://127.0.0.1:8008/x", policy=ours).post == "http://127.0.0.1:8008/x"
    with pytest.raises(Refused, match="this machine itself"):
        added(caseworker, case, "http://127.0.0.1:8009/x", policy=ours)


def test_who_may_not(caseworker: Actor, case: Case, other_team: Actor, operator: Actor) -> None:
    for actor in (other_team, operator, ENGINE):
        with pytest.raises(PermissionRefused):
            added(actor, case)
    link = added(caseworker, case, SIGNED)
    for actor in (other_team, operator, ENGINE):
        with pytest.raises(PermissionRefused):
            allow_look(actor, link, now=timezone.now())
    assert not links_visible_to(other_team)
    assert Link.objects.get().waits_for_yes


def asked_for(actor: Actor, *links: Link, ground: str = "statement", proof: str = "kept") -> list[Notice]:
    return ask_for_given_links(
        actor, links, ground=ground, proof=proof, letterhead=letterhead(), now=timezone.now()
    )


def test_given_links_of_a_place_share_a_notice(caseworker: Actor, case: Case) -> None:
    links = [added(caseworker, case, f"{POST}{number}") for number in range(3)]
    notices = asked_for(caseworker, *links, links[0])
    assert notices
    for notice in notices:
        assert list(notice.links.order_by("pk")) == links
        assert all(str(link.post) in str(notice.body) for link in links)


@pytest.mark.parametrize("at_once", [True, False])
def test_two_sites_never_share_a_notice_although_nobody_knows_yet_whither(
    caseworker: Actor, case: Case, at_once: bool
) -> None:
    links = [added(caseworker, case, f"https://{site}.example/1") for site in ("one", "other")]
    unknown = replace(letterhead(), place_of=lambda _: {}, gather=timedelta(minutes=1))

    def ask(*some: Link) -> list[Notice]:
        return ask_for_given_links(
            caseworker, some, ground="look", proof="kept", letterhead=unknown, now=timezone.now()
        )

    notices = ask(*links) if at_once else [*ask(links[0]), *ask(links[1])]
    assert len({notice.pk for notice in notices}) == 2
    assert all(notice.state == NoticeState.NOT_SENT and notice.links.count() == 1 for notice in notices)


def test_a_notice_that_names_several_sites_is_not_sent_to_one_of_them(caseworker: Actor, case: Case) -> None:
    one, other = (added(caseworker, case, f"https://{site}.example/1") for site in ("one", "other"))
    unknown = replace(letterhead(), place_of=lambda _: {})
    (notice,) = ask_for_given_links(
        caseworker, [one], ground="look", proof="kept", letterhead=unknown, now=timezone.now()
    )
    NoticeLink.objects.create(notice=notice, link=other)
    known = replace(letterhead(), place_of=lambda room: {"abuse_contact": f"abuse@{urlsplit(room).netloc}"})
    with pytest.raises(Refused, match="several places"):
        send_again(caseworker, notice, letterhead=known, now=timezone.now())
    assert Notice.objects.get().state == NoticeState.NOT_SENT


def test_what_must_not_be_asked_for(
    caseworker: Actor, case: Case, other_team: Actor, operator: Actor
) -> None:
    link = added(caseworker, case)
    for actor in (other_team, operator, ENGINE):
        with pytest.raises(PermissionRefused):
            asked_for(actor, link)
    with pytest.raises(Refused, match="no map"):
        asked_for(caseworker, link, ground="region_map")
    with pytest.raises(Refused, match="Is proof kept"):
        asked_for(caseworker, link, proof="")
    confirmed(caseworker, sighting_of(caseworker, case))
    others = Notice.objects.count()
    with pytest.raises(Refused, match="jikimi confirm"):
        asked_for(caseworker, link, Link.objects.exclude(sighting=None).get())
    withdraw_consent(caseworker, case, Consent.Kind.ASK_PLATFORMS)
    with pytest.raises(Refused, match="not said yes"):
        asked_for(caseworker, link)
    assert Notice.objects.count() == others, "nothing half-written"
