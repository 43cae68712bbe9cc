"""What is in the bank, and the steps by which every process follows it."""

from __future__ import annotations

import pytest

from jikimi.cases.actions.close_case import close_case
from jikimi.cases.actions.give_consent import give_consent
from jikimi.cases.actions.open_case import open_case
from jikimi.cases.actions.protect import ConsentMissing, protect
from jikimi.cases.actions.withdraw_consent import withdraw_consent
from jikimi.cases.actions.withdraw_fingerprint import withdraw_fingerprint
from jikimi.cases.actor import ENGINE, Actor, PermissionRefused
from jikimi.cases.models import BankChange, Case, Consent, Fingerprint, LedgerEntry, Team
from jikimi.cases.queries import bank_changes_after, bank_now, bank_seq

pytestmark = pytest.mark.django_db


def _protect_two(caseworker: Actor, case: Case) -> list[Fingerprint]:
    return [protect(caseworker, case, kind="original", record=record)[0] for record in (b"one", b"two")]


def test_taking_the_consent_back_empties_the_bank_at_once(caseworker: Actor, case: Case) -> None:
    _protect_two(caseworker, case)
    assert [step.record for step in bank_now()] == [b"one", b"two"]
    before = bank_seq()

    assert withdraw_consent(caseworker, case, "watch")

    assert list(bank_now()) == []
    assert [step.op for step in bank_changes_after(before)] == ["withdraw", "withdraw"]


def test_what_is_withdrawn_is_erased_and_never_comes_back_to_a_follower(
    caseworker: Actor, case: Case
) -> None:
    first, _second = _protect_two(caseworker, case)
    assert withdraw_fingerprint(caseworker, first)
    assert not withdraw_fingerprint(caseworker, first)
    kept = Fingerprint.objects.get(pk=first.pk)
    assert (kept.record, kept.digest) == (None, None)
    assert [(step.op, step.record) for step in bank_changes_after(0)] == [
        ("add", None),
        ("add", b"two"),
        ("withdraw", None),
    ]


def test_taking_back_another_consent_leaves_the_bank_alone(caseworker: Actor, case: Case) -> None:
    _protect_two(caseworker, case)
    assert withdraw_consent(caseworker, case, "ask_platforms")
    assert len(list(bank_now())) == 2
    assert not withdraw_consent(caseworker, case, "ask_platforms")


def test_nothing_is_kept_without_her_yes_to_watching(caseworker: Actor, team: Team) -> None:
    case = open_case(caseworker, team_id=team.pk)
    give_consent(caseworker, case, "ask_platforms")
    entries = LedgerEntry.objects.count()
    with pytest.raises(ConsentMissing, match="nothing was kept"):
        protect(caseworker, case, kind="original", record=b"one")
    assert not Fingerprint.objects.exists()
    assert LedgerEntry.objects.count() == entries


def test_the_same_photograph_is_kept_once_and_can_come_back_later(caseworker: Actor, case: Case) -> None:
    first, made = protect(caseworker, case, kind="original", record=b"one")
    assert (first, False) == protect(caseworker, case, kind="original", record=b"one")
    assert made
    withdraw_fingerprint(caseworker, first)
    again, made = protect(caseworker, case, kind="original", record=b"one")
    assert made
    assert again != first
    assert [step.op for step in bank_changes_after(0)] == ["add", "withdraw", "add"]


def test_closing_a_case_empties_its_bank_and_lets_nothing_in(caseworker: Actor, case: Case) -> None:
    _protect_two(caseworker, case)
    stale = Case.objects.get(pk=case.pk)
    close_case(caseworker, case)
    assert list(bank_now()) == []
    with pytest.raises(ConsentMissing):
        protect(caseworker, stale, kind="original", record=b"three")


def test_the_engine_protects_a_confirmed_item_but_opens_no_case(case: Case, team: Team) -> None:
    _item, made = protect(ENGINE, case, kind="item", record=b"item")
    assert made
    with pytest.raises(PermissionRefused):
        open_case(ENGINE, team_id=team.pk)


def test_every_step_bears_the_number_of_its_ledger_entry(caseworker: Actor, case: Case) -> None:
    _protect_two(caseworker, case)
    close_case(caseworker, case)
    verbs = dict(LedgerEntry.objects.values_list("seq", "verb"))
    assert {verbs[change.seq] for change in BankChange.objects.filter(op="add")} == {"cases.protect"}
    assert {verbs[change.seq] for change in BankChange.objects.filter(op="withdraw")} == {
        "cases.withdraw_fingerprint"
    }


def test_steps_are_read_in_portions(caseworker: Actor, case: Case) -> None:
    _protect_two(caseworker, case)
    (first,) = bank_changes_after(0, limit=1)
    (second,) = bank_changes_after(first.seq, limit=1)
    assert bank_changes_after(second.seq) == []
    assert bank_seq() == second.seq


def test_an_unknown_kind_is_refused(caseworker: Actor, case: Case) -> None:
    with pytest.raises(ValueError, match="face"):
        protect(caseworker, case, kind="face", record=b"one")
    with pytest.raises(ValueError, match="everything"):
        give_consent(caseworker, case, "everything")
    assert not Consent.objects.filter(kind="everything").exists()
