"""Who says the same yes twice does not send two letters; who has a new reason can still ask anew."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from jikimi.cases.actor import Actor
from jikimi.cases.models import Case
from jikimi.service.link_lines import line
from jikimi.service.notice_lines import asked, asked_lines, brief, brief_line
from jikimi.takedown.actions.ask_another_way import ask_another_way, other_ways
from jikimi.takedown.actions.ask_for_given_links import ask_for_given_links
from jikimi.takedown.actions.record_answer import record_answer
from jikimi.takedown.certainty import Bar
from jikimi.takedown.letterhead import Letterhead
from jikimi.takedown.models import Link, Notice, NoticeState
from tests.takedown.found import taken
from tests.takedown.web_links.given import POST, SIGNED, added
from tests.watch.engine import letterhead

pytestmark = pytest.mark.django_db
KNOWN = {"abuse_contact": "abuse@board.example"}


def centre() -> Letterhead:
    return replace(letterhead(), place_of=lambda _: KNOWN)


def ask(actor: Actor, *links: Link, ground: str = "statement", after_minutes: int = 0) -> list[Notice]:
    return ask_for_given_links(
        actor,
        links,
        ground=ground,
        proof="kept",
        letterhead=centre(),
        now=timezone.now() + timedelta(minutes=after_minutes),
    )


def test_the_same_yes_twice_is_one_letter(caseworker: Actor, case: Case) -> None:
    link = added(caseworker, case)
    (first,) = ask(caseworker, link)
    for state in (NoticeState.DUE, NoticeState.NOT_SENT, NoticeState.UNKNOWN, NoticeState.HANDED_OVER):
        Notice.objects.update(state=state)
        (again,) = ask(caseworker, link, ground="look", after_minutes=10)
        assert (again.pk, again.asked_before, Notice.objects.count()) == (first.pk, True, 1), state
    said = "\n".join(asked_lines([asked(again)]))
    assert "already" in said
    assert f"jikimi notices remind {first.public_id}" in said


def test_only_what_is_new_is_asked_for(caseworker: Actor, case: Case) -> None:
    known, new = added(caseworker, case), added(caseworker, case, f"{POST}8")
    (first,) = ask(caseworker, known)
    taken(first)
    second, before = ask(caseworker, known, new, after_minutes=10)
    assert (before.pk, before.asked_before) == (first.pk, True)
    assert (second.asked_before, list(second.links.all())) == (False, [new])
    assert str(known.post) not in str(second.body).split("\n")


@pytest.mark.parametrize("what", ["refused", "let go", "withdrawn"])
def test_what_has_come_to_nothing_can_be_asked_for_anew(caseworker: Actor, case: Case, what: str) -> None:
    link = added(caseworker, case)
    (first,) = ask(caseworker, link)
    if what == "refused":
        record_answer(caseworker, taken(first), refused=True, now=timezone.now())
    elif what == "let go":
        Notice.objects.update(state=NoticeState.NOT_SENT, let_go_at=timezone.now())
    else:
        Notice.objects.update(state=NoticeState.WITHDRAWN)
    (again,) = ask(caseworker, link, after_minutes=10)
    assert (again.pk != first.pk, again.asked_before) == (True, False)


def test_another_way_is_taken_once(caseworker: Actor, case: Case) -> None:
    (first,) = ask(caseworker, added(caseworker, case))
    way = next(one for one in other_ways(first, centre()) if one.route.law == "us-take-it-down")

    def take() -> list[Notice]:
        return ask_another_way(
            caseworker, first, way=way.number, letterhead=centre(), now=timezone.now() + timedelta(hours=1)
        )

    (made,), (again,) = take(), take()
    assert (made.pk, made.asked_before) == (again.pk, False)
    assert again.asked_before
    assert Notice.objects.count() == 2


def test_a_list_says_whom_each_line_is_about(caseworker: Actor, case: Case) -> None:
    elsewhere, board = added(caseworker, case, "https://t.me/some/12"), added(caseworker, case)
    assert "telegram" in line(elsewhere, Bar())
    assert "generic-web-host" in line(board, Bar())
    told = [brief_line(brief(notice)) for notice in ask(caseworker, elsewhere, board)]
    assert any("telegram by email" in said for said in told)
    assert any("generic-web-host by email" in said for said in told)


def test_what_waits_for_a_yes_names_no_next_look(caseworker: Actor, case: Case) -> None:
    said = line(added(caseworker, case, SIGNED), Bar())
    assert ("WAITS FOR YOUR YES" in said, "next look" in said) == (True, False)
