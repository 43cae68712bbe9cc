"""Two at the same things at the same moment: no word is lost, and nobody waits for ever.

Each test stops one of them in the middle of its transaction and lets the other go on as far as it can.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone

from jikimi.cases.actions import protect as protecting
from jikimi.cases.actions.protect import protect
from jikimi.cases.actor import ENGINE, Actor
from jikimi.cases.models import Case
from jikimi.sources.base import Grade, Observation
from jikimi.takedown.actions import confirm_sighting as confirming
from jikimi.takedown.actions import record_check as checking
from jikimi.takedown.actions.confirm_sighting import confirm_sightings
from jikimi.takedown.actions.record_check import claim_link, record_check
from jikimi.takedown.actions.settle_answer import write_down_answer
from jikimi.takedown.certainty import Bar
from jikimi.takedown.models import Link, NoticeLink
from jikimi.takedown.next_step import Looks
from jikimi.takedown.refusals import Refused
from jikimi.watch.actions import add_sightings as adding
from jikimi.watch.actions import prune_posts as pruning
from jikimi.watch.actions.add_sightings import add_sightings
from jikimi.watch.actions.prune_posts import prune_posts
from jikimi.watch.actions.settle_sighting import dismiss_sighting
from jikimi.watch.models import Post, Sighting
from tests.takedown.found import confirmed, sighting_of, sightings_of, taken
from tests.watch.engine import letterhead
from tests.watch.pictures import record_of, seen
from tests.watch.recorded import follower

pytestmark = pytest.mark.django_db(transaction=True)

# Long enough for the other to get stuck, shorter than PostgreSQL waits before it calls a deadlock.
_AS_FAR_AS_IT_CAN_S = 0.4
LOOKS = Looks(Bar(apart=timedelta(0)), after_asking=(10,), once_gone=(50,))


class Other:
    """Somebody else, in a thread and a connection of their own. `errors`: what stopped them."""

    def __init__(self, act: Callable[[], object]) -> None:
        self.errors: list[Exception] = []
        self._act = act
        self._thread = threading.Thread(target=self._run)

    def begins(self) -> None:
        if not self._thread.ident:
            self._thread.start()
            self._thread.join(_AS_FAR_AS_IT_CAN_S)

    def ends(self) -> None:
        self._thread.join(30)
        assert not self._thread.is_alive()
        assert self.errors == []

    def _run(self) -> None:
        try:
            self._act()
        except Exception as error:
            self.errors.append(error)
        finally:
            connection.close()


@contextmanager
def another_in_the_midst(
    monkeypatch: pytest.MonkeyPatch, module: Any, name: str, act: Callable[[], object]
) -> Iterator[None]:
    """`act` begins at the moment when `module.name` is called."""
    other, real = Other(act), getattr(module, name)

    def stopped(*args: Any, **kwargs: Any) -> Any:
        other.begins()
        return real(*args, **kwargs)

    monkeypatch.setattr(module, name, stopped)
    yield
    other.ends()


def test_a_decision_stands_although_the_engine_was_about_to_raise_a_look_to_a_match(
    caseworker: Actor, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    sighting = sighting_of(caseworker, case)
    Sighting.objects.update(verdict="look")
    post, matches = Post.objects.get(), follower().compare(seen("astronaut", "altered")).matches

    def dismiss() -> None:
        dismiss_sighting(caseworker, Sighting.objects.get(), now=timezone.now())

    with another_in_the_midst(monkeypatch, adding, "is_allowed", dismiss), transaction.atomic():
        add_sightings(post, matches, from_the_past=True, now=timezone.now())
    sighting.refresh_from_db()
    assert (sighting.state, sighting.decided_by) == ("dismissed", caseworker.pseudonym)


def test_what_platforms_say_and_what_a_look_sees_are_written_at_once(
    caseworker: Actor, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    (notice,) = confirmed(caseworker, sighting_of(caseworker, case))[:1]
    notice = taken(notice)

    def look(minutes: int) -> None:
        now = timezone.now() + timedelta(minutes=minutes)
        link = claim_link(["matrix"], now=now, lease_s=60, due_by=now)
        assert link is not None
        record_check(link, Observation(Grade.GONE, now, {}), now=now, looks=LOOKS)

    def they_say_removed() -> None:
        write_down_answer(caseworker, notice, means="removed", now=timezone.now())

    look(minutes=5)
    with another_in_the_midst(monkeypatch, checking, "looks_said", they_say_removed):
        look(minutes=10)
    assert Link.objects.get().state == "gone"
    assert NoticeLink.objects.get(notice=notice).outcome == "gone"


def test_two_caseworkers_confirm_the_same_in_another_order(
    caseworker: Actor, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = sightings_of(caseworker, case, "$1", "$2")

    def confirm(sightings: list[Sighting]) -> None:
        confirm_sightings(
            caseworker,
            sightings,
            ground="region_map",
            proof="kept",
            letterhead=letterhead(),
            now=timezone.now(),
        )

    def confirm_later() -> None:
        with pytest.raises(Refused, match="decided already"):
            confirm([*reversed(found)])

    with another_in_the_midst(monkeypatch, confirming, "_link", confirm_later):
        confirm(found)
    assert Link.objects.count() == 2


def test_a_sighting_is_written_while_another_photograph_of_the_case_is_protected(
    caseworker: Actor, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    sighting_of(caseworker, case)
    Sighting.objects.all().delete()
    post, matches = Post.objects.get(), follower().compare(seen("astronaut", "altered")).matches
    written = threading.Event()

    def see() -> None:
        add_sightings(post, matches, from_the_past=True, now=timezone.now())
        written.set()

    with another_in_the_midst(monkeypatch, protecting, "lookup", see):
        protect(ENGINE, case, kind="original", record=record_of("coffee"))
    assert Sighting.objects.count() == 1


def test_a_post_in_which_something_is_found_at_the_last_moment_is_not_forgotten(
    caseworker: Actor, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    sighting_of(caseworker, case)
    Sighting.objects.all().delete()
    Post.objects.update(expires_at=timezone.now())
    post, matches = Post.objects.get(), follower().compare(seen("astronaut", "altered")).matches

    def see() -> None:
        add_sightings(post, matches, from_the_past=True, now=timezone.now())

    with another_in_the_midst(monkeypatch, pruning, "acting", see):
        prune_posts(now=timezone.now())
    assert Sighting.objects.get().post == post
