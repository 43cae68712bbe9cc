"""A case, a photograph put into the bank and taken out again, on both databases."""

from __future__ import annotations

import pytest

from jikimi.cases.actions.protect import ConsentMissing, protect
from jikimi.cases.actions.withdraw_consent import withdraw_consent
from jikimi.cases.actor import Actor, PermissionRefused
from jikimi.cases.models import Case, Fingerprint
from jikimi.cases.queries import bank_changes_after, bank_now, ledger_entries
from jikimi.ledger.verify import verify

pytestmark = pytest.mark.django_db


def test_a_photograph_goes_into_the_bank_and_leaves_it_with_the_consent(
    caseworker: Actor, case: Case, auditor: Actor
) -> None:
    fingerprint, made = protect(caseworker, case, kind="original", record=b"a record")
    again, made_again = protect(caseworker, case, kind="original", record=b"a record")
    assert (made, made_again, again) == (True, False, fingerprint)
    assert [step.record for step in bank_now()] == [b"a record"]

    assert withdraw_consent(caseworker, case, "watch")

    assert list(bank_now()) == []
    assert [step.op for step in bank_changes_after(0)] == ["add", "withdraw"]
    assert Fingerprint.objects.get().record is None
    with pytest.raises(ConsentMissing):
        protect(caseworker, case, kind="original", record=b"a record")
    assert verify(ledger_entries(auditor)).problems == []


def test_another_team_cannot_protect_in_our_case(other_team: Actor, case: Case) -> None:
    with pytest.raises(PermissionRefused):
        protect(other_team, case, kind="original", record=b"a record")
    assert not Fingerprint.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_between_tests_the_ledger_begins_anew(case: Case, auditor: Actor) -> None:
    assert [entry.seq for entry in ledger_entries(auditor)] == [1, 2, 3, 4]
