"""Every process has the bank as it stands, a moment later."""

from __future__ import annotations

import asyncio
from time import monotonic

import pytest

from jikimi.cases.actions.protect import protect
from jikimi.cases.actions.withdraw_fingerprint import withdraw_fingerprint
from jikimi.cases.actor import Actor
from jikimi.cases.fields import Sealed
from jikimi.cases.models import Case, Fingerprint
from jikimi.service.loops.engine import Pace
from jikimi.service.loops.follow_bank import follow_bank
from jikimi.watch.bank_follower import BankFollower
from tests.watch.engine import Heard, engine_over
from tests.watch.memory_source import MemorySource
from tests.watch.pictures import record_of, seen

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_change_is_in_effect_by_itself_and_at_once(caseworker: Actor, case: Case) -> None:
    assert Pace().follow_s <= 0.25, "within a second, on a machine that has time"

    async def until(bank: BankFollower, found: bool) -> None:
        began = monotonic()
        while bool(bank.compare(seen("astronaut")).matches) != found:
            assert monotonic() - began < 10
            await asyncio.sleep(0.01)

    async def run() -> None:
        async with engine_over(MemorySource(), Heard(), pace=Pace()) as engine, follow_bank(engine):
            fingerprint, _ = await engine.database(
                protect, caseworker, case, kind="original", record=record_of("astronaut")
            )
            await until(engine.follower, True)
            await engine.database(withdraw_fingerprint, caseworker, fingerprint)
            await until(engine.follower, False)

    asyncio.run(run())


def test_one_that_starts_later_has_the_same_bank(caseworker: Actor, case: Case) -> None:
    first = BankFollower()
    first.load()
    gone, _ = protect(caseworker, case, kind="original", record=record_of("coffee"))
    protect(caseworker, case, kind="original", record=record_of("astronaut"))
    withdraw_fingerprint(caseworker, gone)
    assert first.catch_up() == 3
    assert first.catch_up() == 0
    second = BankFollower()
    second.load()
    assert (first.seq, len(first)) == (second.seq, len(second)) == (second.seq, 1)
    for bank in (first, second):
        assert len(bank.compare(seen("astronaut")).matches) == 1
        assert bank.compare(seen("coffee")).matches == ()


def test_a_change_that_comes_while_loading_is_applied_once(
    caseworker: Actor, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    protect(caseworker, case, kind="original", record=record_of("astronaut"))
    monkeypatch.setattr("jikimi.watch.bank_follower.bank_seq", lambda: 0)
    bank = BankFollower()
    bank.load()
    assert bank.catch_up() == 1
    assert len(bank) == 1


def test_a_record_that_cannot_be_read_is_counted(caseworker: Actor, case: Case) -> None:
    protect(caseworker, case, kind="original", record=b"damaged")
    protect(caseworker, case, kind="original", record=record_of("astronaut"))
    bank = BankFollower()
    bank.load()
    assert bank.unreadable == {Fingerprint.objects.order_by("pk")[0].pk}
    assert len(bank) == 1


def test_a_seal_that_does_not_open_stops_nothing(caseworker: Actor, case: Case) -> None:
    changed, _ = protect(caseworker, case, kind="original", record=record_of("coffee"))
    protect(caseworker, case, kind="original", record=record_of("astronaut"))
    sealed = Fingerprint.objects.values_list("record", flat=True).get(pk=changed.pk)
    one_bit_else = Sealed(sealed.raw[:-1] + bytes([sealed.raw[-1] ^ 1]), sealed.place)
    Fingerprint.objects.filter(pk=changed.pk).update(record=one_bit_else)
    bank = BankFollower()
    bank.load()
    assert bank.unreadable == {changed.pk}
    assert len(bank.compare(seen("astronaut")).matches) == 1
    late = BankFollower()
    assert late.catch_up() == 2
    assert late.unreadable == {changed.pk}


def test_a_damaged_record_stops_nothing_that_comes_after_it(caseworker: Actor, case: Case) -> None:
    bank = BankFollower()
    bank.load()
    broken, _ = protect(caseworker, case, kind="original", record=record_of("coffee")[:-1])
    protect(caseworker, case, kind="original", record=record_of("astronaut"))
    assert bank.catch_up() == 2
    assert bank.unreadable == {broken.pk}
    assert len(bank.compare(seen("astronaut")).matches) == 1
    withdraw_fingerprint(caseworker, broken)
    assert bank.catch_up() == 1
    assert bank.unreadable == set()
