"""Forty links, one notice, forty outcomes: what they say of some of its links is said of those alone."""

from __future__ import annotations

import pytest
from django.utils import timezone

from jikimi.cases.actor import Actor
from jikimi.cases.models import Case
from jikimi.takedown.actions.let_go import let_go
from jikimi.takedown.actions.mind_clock import claim_clock, mind_clock
from jikimi.takedown.actions.settle_answer import settle_answer, write_down_answer
from jikimi.takedown.answers import answerable, open_answers
from jikimi.takedown.models import Answer, Deadline, Link, Notice, NoticeLink
from jikimi.takedown.readable import readable_all
from jikimi.takedown.refusals import Refused
from jikimi.takedown.reply_tokens import token_of
from jikimi.takedown.stuck.notices import stuck_notices
from tests.takedown.answers.coming_back import mail, opened, put, received
from tests.takedown.found import sightings_of, taken
from tests.watch.engine import letterhead

pytestmark = pytest.mark.django_db


@pytest.fixture
def three(caseworker: Actor, case: Case) -> Notice:
    """A letter about three links, handed over."""
    from jikimi.takedown.actions.confirm_sighting import confirm_sightings

    notices = confirm_sightings(
        caseworker,
        sightings_of(caseworker, case, "$1", "$2", "$3"),
        ground="region_map",
        proof="kept",
        letterhead=letterhead(),
        now=timezone.now(),
    )
    return taken(next(notice for notice in notices if notice.route == "email"))


def outcomes(notice: Notice) -> list[str]:
    rows = NoticeLink.objects.filter(notice=notice).order_by("link")
    return [str(outcome) for outcome in rows.values_list("outcome", flat=True)]


def keys(notice: Notice) -> list[int]:
    return sorted(notice.links.values_list("pk", flat=True))


def say(actor: Actor, notice: Notice, means: str, *about: int) -> None:
    write_down_answer(actor, notice, means=means, about=about, now=timezone.now())


def test_two_are_refused_and_the_third_is_still_waited_for(three: Notice, caseworker: Actor) -> None:
    first, second, third = keys(three)
    say(caseworker, three, "refused", first, second)
    three.refresh_from_db()
    assert outcomes(three) == ["refused", "refused", "asked"]
    assert (three.state, three.reason) == ("acknowledged", "They will not remove 2 of the 3 links.")
    assert Deadline.objects.get(notice=three).state == "running"
    say(caseworker, three, "removed", third)
    three.refresh_from_db()
    assert (three.state, outcomes(three)) == ("refused", ["refused", "refused", "said removed"])
    now = timezone.now()
    clock = claim_clock(now=now, lease_s=60, due_by=now)
    assert clock is not None
    mind_clock(clock, letterhead=letterhead(), now=now)
    again = claim_clock(now=now, lease_s=60, due_by=now)
    assert again is not None
    (complaint,) = mind_clock(again, letterhead=letterhead(), now=now)
    assert keys(complaint) == [first, second], "nobody is accused of what they removed"


def test_a_letter_that_is_read_is_settled_for_the_links_that_it_speaks_of(
    three: Notice, caseworker: Actor
) -> None:
    answer = received(mail("Two are gone, one is legal.", Subject=three.public_id))
    with pytest.raises(Refused, match="It names: "):
        settle_answer(caseworker, answer, means="refused", about=[999], now=timezone.now())
    assert Answer.objects.get().settled_at is None
    settle_answer(caseworker, answer, means="refused", about=keys(three)[2:], now=timezone.now())
    assert outcomes(three) == ["asked", "asked", "refused"]
    say(caseworker, three, "refused")
    assert outcomes(three) == ["refused"] * 3
    assert Notice.objects.get(pk=three.pk).state == "refused"


def test_who_names_all_of_them_has_spoken_of_the_whole_notice(three: Notice, caseworker: Actor) -> None:
    say(caseworker, three, "refused", *keys(three))
    three.refresh_from_db()
    assert (three.state, three.reason) == ("refused", "They answered that they will not remove it.")


def test_what_is_refused_in_part_and_has_no_clock_waits_for_a_person(
    three: Notice, caseworker: Actor
) -> None:
    say(caseworker, three, "refused", keys(three)[0])
    Deadline.objects.filter(notice=three).delete()
    assert [one.subject for one in stuck_notices(caseworker, timezone.now())] == [three.public_id]
    let_go(caseworker, three, why="It is hers no more.", now=timezone.now())
    assert not list(stuck_notices(caseworker, timezone.now()))


def test_what_is_gone_of_it_waits_for_nobody(three: Notice, caseworker: Actor) -> None:
    say(caseworker, three, "refused", keys(three)[0])
    Deadline.objects.filter(notice=three).delete()
    Link.objects.filter(pk=keys(three)[0]).update(state="gone")
    assert not list(stuck_notices(caseworker, timezone.now()))


def test_a_letter_that_nobody_has_read_takes_nothing_back(three: Notice, caseworker: Actor) -> None:
    say(caseworker, three, "refused", keys(three)[0])
    received(mail("Well.", Subject=three.public_id))
    three.refresh_from_db()
    assert (three.state, three.reason) == ("acknowledged", "They will not remove 1 of the 3 links.")
    say(caseworker, three, "removed")
    three.refresh_from_db()
    assert (three.state, three.reason, outcomes(three)) == ("acknowledged", "", ["said removed"] * 3)


def test_a_platform_says_of_which_addresses_it_speaks(three: Notice, caseworker: Actor) -> None:
    posts = [readable_all(str(link.post), link.media) for link in three.links.order_by("pk")]
    assert answerable(token_of(three.public_id), timezone.now()).links == 3  # type: ignore[union-attr]
    put(
        three,
        "refused",
        "NOT_FOUND",
        words="",
        about=f"  {posts[0][0]}\r\n\r\n{posts[1][-1]} \n{posts[0][0]}",
    )
    answer = opened()
    assert answer is not None
    assert (sorted(answer.about.values_list("pk", flat=True)), answer.waits_for) == (keys(three)[:2], "")
    assert outcomes(three) == ["refused", "refused", "asked"]
    put(three, "removed", words="", about=posts[2][0])
    opened()
    assert outcomes(three) == ["refused", "refused", "said removed"]


def test_addresses_that_we_did_not_name_are_read_by_a_person(three: Notice, caseworker: Actor) -> None:
    put(three, "refused", words="this one", about="https://elsewhere.example/1")
    answer = opened()
    assert answer is not None
    assert (answer.kind, answer.settled_at, outcomes(three)) == ("to read", None, ["asked"] * 3)
    assert all(said in str(answer.words) for said in ("refused", "https://elsewhere.example/1", "this one"))


def test_what_they_wrote_beside_their_choice_is_read(three: Notice, caseworker: Actor) -> None:
    put(three, "removed", words="But we keep a copy for the police.")
    opened()
    assert outcomes(three) == ["said removed"] * 3, "what they chose counts at once"
    (answer,) = open_answers(caseworker)
    assert "Read it" in answer.waits_for
    settle_answer(caseworker, answer, now=timezone.now())
    assert not open_answers(caseworker)
