"""Many at the same moment, on either database: the chain does not fork, no number is given twice."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from jikimi.cases.actions.protect import ConsentMissing, protect
from jikimi.cases.actions.transaction import acting
from jikimi.cases.actions.withdraw_consent import withdraw_consent
from jikimi.cases.actor import Actor
from jikimi.cases.models import Case
from jikimi.cases.queries import bank_changes_after, bank_now, ledger_entries
from jikimi.ledger.verify import verify
from tests.installation import Installation

THREADS, TIMES = 8, 12


@pytest.mark.django_db(transaction=True)
def test_threads_append_to_one_chain(operator: Actor, auditor: Actor) -> None:
    def append(number: int) -> None:
        try:
            for _ in range(TIMES):
                with acting(operator, may={"operator"}, verb="test.append", subject=f"thread:{number}"):
                    pass
        finally:
            connection.close()

    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(append, range(THREADS)))
    verified = verify(ledger_entries(auditor))
    assert (verified.problems, verified.count) == ([], THREADS * TIMES)


@pytest.mark.django_db(transaction=True)
def test_a_follower_that_reads_all_the_while_misses_no_step_of_the_bank(
    caseworker: Actor, case: Case
) -> None:
    seen: list[int] = []
    done = threading.Event()

    def follow() -> None:
        try:
            while True:
                last_round = done.is_set()
                for step in bank_changes_after(seen[-1] if seen else 0):
                    seen.append(step.seq)
                if last_round:
                    return
        finally:
            connection.close()

    def add(number: int) -> None:
        try:
            for time in range(TIMES):
                protect(caseworker, case, kind="original", record=f"{number} {time}".encode())
        finally:
            connection.close()

    follower = threading.Thread(target=follow)
    follower.start()
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(add, range(4)))
    done.set()
    follower.join()
    assert len(seen) == 4 * TIMES
    assert seen == [step.seq for step in bank_changes_after(0)]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("round_number", range(6))
def test_a_photograph_that_is_protected_while_the_consent_is_taken_back_does_not_stay(
    round_number: int, caseworker: Actor, case: Case
) -> None:
    together = threading.Barrier(2)

    def add() -> None:
        try:
            together.wait()
            protect(caseworker, case, kind="original", record=b"late")
        except ConsentMissing:
            pass
        finally:
            connection.close()

    adding = threading.Thread(target=add)
    adding.start()
    together.wait()
    withdraw_consent(caseworker, case, "watch")
    adding.join()
    assert list(bank_now()) == []


def test_processes_that_start_together_on_an_empty_database_agree(installation: Installation) -> None:
    def process(_number: int) -> str:
        ended = installation.python("-m", "tests.cases.append_many", 2, 5)
        return ended.stderr if ended.returncode else ""

    with ThreadPoolExecutor(3) as pool:
        assert list(pool.map(process, range(3))) == ["", "", ""]
    listed = installation.run("case", "list").stdout.splitlines()
    year = listed[0][:3]
    assert sorted(line[:7] for line in listed) == [f"{year}{number:04d}" for number in range(1, 31)]
    assert installation.run("verify", "ledger").returncode == 0
