"""Permission, change and ledger entry: all of it, or none."""

from __future__ import annotations

import contextlib

import pytest

from jikimi.cases.actions.transaction import acting
from jikimi.cases.actor import Actor, PermissionRefused
from jikimi.cases.models import Case, LedgerEntry, Team
from jikimi.cases.queries import ledger_entries, ledger_head
from jikimi.ledger.commitment import commitment
from jikimi.ledger.verify import verify

pytestmark = pytest.mark.django_db


def _verbs() -> list[str]:
    return list(LedgerEntry.objects.values_list("verb", flat=True))


def test_an_error_in_the_block_leaves_neither_change_nor_entry(operator: Actor) -> None:
    with contextlib.suppress(RuntimeError), acting(operator, may={"operator"}, verb="test.fails"):
        Team.objects.create(name="half")
        raise RuntimeError
    assert not Team.objects.exists()
    assert _verbs() == []


def test_an_error_while_the_entry_is_written_undoes_the_change(operator: Actor) -> None:
    with contextlib.suppress(ZeroDivisionError), acting(operator, may={"operator"}, verb="test.fails") as act:
        Team.objects.create(name="half")
        act.after_entry(lambda entry: 1 // 0)
    assert not Team.objects.exists()
    assert _verbs() == []


def test_who_may_not_gets_no_further_than_the_door(auditor: Actor) -> None:
    entered = False
    with pytest.raises(PermissionRefused), acting(auditor, may={"operator"}, verb="test.refused"):
        entered = True
    assert not entered


def test_a_predicate_may_decide(operator: Actor) -> None:
    with acting(operator, may=lambda who: who.pseudonym == "the-operator", verb="test.ok"):
        pass
    with pytest.raises(PermissionRefused), acting(operator, may=lambda _who: False, verb="test.no"):
        pass
    assert _verbs() == ["test.ok"]


def test_inner_acts_are_written_when_the_outermost_ends_in_their_order(
    operator: Actor, auditor: Actor
) -> None:
    with acting(operator, may={"operator"}, verb="test.outer"):
        with acting(operator, may={"operator"}, verb="test.first"):
            pass
        with (
            acting(operator, may={"operator"}, verb="test.second"),
            acting(operator, may={"operator"}, verb="test.inmost"),
        ):
            pass
        assert _verbs() == []
    assert _verbs() == ["test.first", "test.inmost", "test.second", "test.outer"]
    assert verify(ledger_entries(auditor)).problems == []


def test_an_inner_act_that_fails_takes_only_its_own_entries_with_it(operator: Actor) -> None:
    with acting(operator, may={"operator"}, verb="test.outer"):
        with acting(operator, may={"operator"}, verb="test.kept"):
            Team.objects.create(name="kept")
        with contextlib.suppress(RuntimeError), acting(operator, may={"operator"}, verb="test.undone"):
            Team.objects.create(name="undone")
            with acting(operator, may={"operator"}, verb="test.undone_too"):
                pass
            raise RuntimeError
    assert _verbs() == ["test.kept", "test.outer"]
    assert [team.name for team in Team.objects.all()] == ["kept"]


def test_a_case_that_is_named_inside_the_block_is_checked_too(other_team: Actor, case: Case) -> None:
    before = _verbs()
    with pytest.raises(PermissionRefused), acting(other_team, may={"caseworker"}, verb="test.sneaks") as act:
        act.case = case
    assert _verbs() == before


def test_details_are_bound_but_not_told(caseworker: Actor, case: Case) -> None:
    details = {"place": "https://school.example/page"}
    with acting(caseworker, may={"caseworker"}, verb="test.v", subject="s", details=dict(details), case=case):
        pass
    entry = LedgerEntry.objects.latest("seq")
    assert "school.example" not in repr(entry.as_entry())
    key = Case.objects.get(pk=case.pk).commitment_key
    assert key is not None
    assert entry.commitment == commitment(key, seq=entry.seq, verb="test.v", subject="s", details=details)


def test_the_head_names_the_last_entry(case: Case, auditor: Actor) -> None:
    verified = verify(ledger_entries(auditor))
    assert ledger_head() == (verified.count, verified.head)
