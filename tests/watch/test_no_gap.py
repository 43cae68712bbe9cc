"""Whatever the order of seeing, protecting, withdrawing and searching: no copy falls between two chairs."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jikimi.cases.actions.protect import protect
from jikimi.cases.actions.withdraw_fingerprint import withdraw_fingerprint
from jikimi.cases.actor import Actor
from jikimi.cases.models import Case, Fingerprint
from jikimi.cases.queries import ledger_entries
from jikimi.fingerprint.fingerprint import Fingerprint as Picture
from jikimi.ledger.verify import verify
from jikimi.match.sighting import Kind, Match, Verdict
from jikimi.watch import bank_follower
from jikimi.watch.actions import search_the_past as past
from jikimi.watch.models import PastSearch, Post, Room, Sighting
from jikimi.watch.refusals import BankMoved
from jikimi.watch.seen_file import SeenFile
from tests.watch.pictures import record_of, seen
from tests.watch.recorded import file_of, follower, new_room, record

pytestmark = pytest.mark.django_db

NAMES = ("astronaut", "coffee")
STEP = st.one_of(
    st.tuples(st.sampled_from(["see", "protect", "withdraw"]), st.sampled_from(NAMES)),
    st.tuples(st.sampled_from(["record", "search", "write_search"]), st.just("")),
)


class EqualPdqs:
    """A matcher that finds unaltered copies only, so that a thousand steps take a second."""

    def __init__(self) -> None:
        self.inside: dict[str, bytes] = {}

    def __len__(self) -> int:
        return len(self.inside)

    def add(self, key: str, fingerprint: Picture) -> None:
        self.inside[key] = fingerprint.pdq[0]

    def withdraw(self, key: str) -> None:
        self.inside.pop(key, None)

    def find(self, picture: Picture) -> list[Match]:
        keys = [key for key, pdq in self.inside.items() if pdq == picture.pdq[0]]
        return [Match(key, Verdict.MATCH, Kind.SAME, {"pdq_distance": 0.0}, None) for key in keys]


@dataclass
class World:
    """One process that watches, one that searches the past, one caseworker."""

    room: Room
    caseworker: Actor
    case: Case
    bank: bank_follower.BankFollower = field(default_factory=follower)
    in_flight: list[tuple[SeenFile, str]] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)
    search: PastSearch | None = None
    wanted: past.NewlyProtected | None = None
    found: list[tuple[Post, list[Match]]] | None = None

    def see(self, name: str) -> None:
        post_id = f"${len(self.names)}"
        self.names[post_id] = name
        self.in_flight.append((file_of(post_id, seen(name), self.bank), name))

    def protect(self, name: str) -> None:
        protect(self.caseworker, self.case, kind="original", record=record_of(name))

    def withdraw(self, name: str) -> None:
        for fingerprint in Fingerprint.objects.filter(withdrawn_at=None):
            if fingerprint.record == record_of(name):
                withdraw_fingerprint(self.caseworker, fingerprint)

    def record(self, _: str) -> None:
        try:
            found = record(self.room, [file for file, _ in self.in_flight])
        except BankMoved:
            self.bank.catch_up()
            self.in_flight = [
                (replace(file, compared=self.bank.compare(seen(name))), name) for file, name in self.in_flight
            ]
            found = record(self.room, [file for file, _ in self.in_flight])
        self.in_flight = []
        self.all_stand(found)

    def search_(self, _: str) -> None:
        if self.search is None:
            self.search = past.claim_past_search(now=timezone.now(), lease_s=600)
            self.wanted = None
        if self.search is not None and self.found is None:
            self.wanted = self.wanted or past.newly_protected(self.search)
            posts = past.next_posts(self.search, 1)
            self.found = [(post, past.compare_past(self.wanted, post)) for post in posts]

    def write_search(self, _: str) -> None:
        if self.search is None or self.wanted is None or self.found is None:
            return
        found, self.found = self.found, None
        if not found:
            past.finish_past_search(self.search, now=timezone.now())
            self.search = None
            return
        try:
            self.all_stand(
                past.record_past(self.search, found, wanted=self.wanted, now=timezone.now(), lease_s=600)
            )
        except BankMoved:
            self.wanted = None

    def all_stand(self, found: list[Sighting]) -> None:
        assert all(sighting.fingerprint.withdrawn_at is None for sighting in found)
        for sighting in found:
            assert Fingerprint.objects.get(pk=sighting.fingerprint_id).withdrawn_at is None

    def finish(self) -> None:
        self.record("")
        for _ in range(200):
            self.search_("")
            if self.search is None:
                return
            self.write_search("")
        raise AssertionError("the search does not end")

    def nothing_is_missed(self) -> None:
        standing = {bytes(one.record or b"") for one in Fingerprint.objects.filter(withdrawn_at=None)}
        for post in Post.objects.all():
            name = self.names[str(post.address).rpartition("/")[2]]
            if record_of(name) in standing:
                assert Sighting.objects.filter(post=post, case=self.case).count() == 1
        assert Post.objects.count() == len(self.names)
        assert verify(ledger_entries(Actor("auditor", "grey-owl"))).problems == []


@pytest.fixture(autouse=True)
def _equal_pdqs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bank_follower, "Matcher", EqualPdqs)
    monkeypatch.setattr(past, "Matcher", EqualPdqs)


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    derandomize=True,
)
@given(steps=st.lists(STEP, max_size=20))
def test_no_copy_is_missed_and_no_withdrawn_one_is_sighted(
    operator: Actor, caseworker: Actor, case: Case, steps: list[tuple[str, str]]
) -> None:
    with transaction.atomic():
        world = World(new_room(operator), caseworker, case)
        do = {
            "see": world.see,
            "protect": world.protect,
            "withdraw": world.withdraw,
            "record": world.record,
            "search": world.search_,
            "write_search": world.write_search,
        }
        for verb, name in steps:
            do[verb](name)
        world.finish()
        world.nothing_is_missed()
        transaction.set_rollback(True)
