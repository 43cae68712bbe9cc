"""A notice under a law of 48 hours, a person, a platform, an engine that is killed, a clock that jumps."""

from __future__ import annotations

import shutil
import tempfile
from collections import Counter
from datetime import timedelta
from pathlib import Path

from django.db import transaction
from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)

from jikimi.cases.actions.found_team import found_team
from jikimi.cases.actions.give_consent import give_consent
from jikimi.cases.actions.open_case import open_case
from jikimi.cases.actions.withdraw_consent import withdraw_consent
from jikimi.cases.actor import ENGINE, Actor
from jikimi.routes.base import Receipt as GivenReceipt
from jikimi.routes.base import ReceiptGrade
from jikimi.service.stuck import stuck
from jikimi.sources.base import Grade
from jikimi.takedown.actions.begin_attempt import begin_attempt, claim_notice
from jikimi.takedown.actions.decide_prepared import drop_prepared, send_prepared
from jikimi.takedown.actions.let_go import let_go
from jikimi.takedown.actions.mark_unknown import mark_unknown
from jikimi.takedown.actions.mind_clock import SLACK, claim_clock, set_right
from jikimi.takedown.actions.record_answer import record_answer
from jikimi.takedown.actions.record_bounce import record_bounce
from jikimi.takedown.actions.record_not_sent import record_not_sent
from jikimi.takedown.actions.record_receipt import record_receipt
from jikimi.takedown.actions.resolve_unknown import resolve_unknown
from jikimi.takedown.actions.retract_notice import retract_notices
from jikimi.takedown.actions.send_again import send_again
from jikimi.takedown.models import Attempt, Deadline, DeadlineState, Notice, NoticeState, Receipt
from jikimi.takedown.refusals import NotOurs, Refused
from jikimi.takedown.still_there import remaining
from tests.people import OPERATOR
from tests.takedown.clocks import asked, look, ring, with_law
from tests.takedown.every_path.what_holds import (
    RUNS,
    an_escalation_counts_only_with_its_receipt,
    clock_stands_well,
    ended_well,
)
from tests.takedown.found import sighting_of

LEASE_S = 60.0
DAY = timedelta(days=1)
LATER = ("told", "passed", "prepared", "complained", "gone late")
ENDS = ("not sent", "kept", "acknowledged", "refused", "bounced")
STATIONS = ("due", "in turn", "handed over", "unknown", *ENDS, *LATER)
# What ends a path is tried now and then only: else none would grow long.
SELDOM = st.sampled_from([False] * 7 + [True])
# What was seen on the way, over all examples: a state that is never reached would prove nothing.
SEEN: Counter[str] = Counter()


class EveryPath(RuleBasedStateMachine):
    """One notice under a law of 48 hours, with a complaint, then another; a person, a platform, an engine.

    At the station "in turn" a second way waits behind the first.
    `now` is what this machine's clock says, which may be wrong; `ahead` by how much.
    """

    station = "due"

    def __init__(self) -> None:
        super().__init__()
        self._transaction = transaction.atomic()
        self._transaction.__enter__()
        self.folder = Path(tempfile.mkdtemp())
        self.by = with_law(self.folder, steps=("0s", "7d"), in_turn=self.station == "in turn")
        team = found_team(OPERATOR, "machine")
        self.person = Actor("caseworker", "blue-heron", frozenset({team.pk}))
        self.case = open_case(self.person, team_id=team.pk)
        for kind in ("watch", "ask_platforms"):
            give_consent(self.person, self.case, kind)
        self.now = timezone.now()
        self.ahead = timedelta()
        self.first = asked(self.person, sighting_of(self.person, self.case), self.by, self.now)
        self.under_way: list[tuple[Notice, Attempt]] = []
        self.gone = False

    def teardown(self) -> None:
        try:
            self.a_year_in_which_nobody_does_anything()
            self.nothing_is_lost(at_the_end=True)
        finally:
            transaction.set_rollback(True)
            self._transaction.__exit__(None, None, None)
            shutil.rmtree(self.folder)

    @initialize()
    def it_stands_somewhere(self) -> None:
        """Long paths are seldom drawn whole: each begins at one of its stations."""
        if self.station == "unknown":
            self.the_engine_sends("killed")
            self.now += timedelta(minutes=2)
            self._rounds()
        elif self.station == "not sent":
            self.the_engine_sends("never")
        elif self.station not in ("due", "in turn"):
            self.the_engine_sends("receipt")
        if self.station in LATER:
            self._time_runs_out(LATER.index(self.station))
        elif self.station == "kept":
            self.it_is_taken_down()
            self.now += timedelta(hours=50)
            self._rounds()
        elif self.station in ("refused", "acknowledged"):
            self.they_answer(refused=self.station == "refused", which=0)
            self._rounds()
        elif self.station == "bounced":
            self.it_bounces(which=0)

    def _time_runs_out(self, stations: int) -> None:
        for pause in (timedelta(hours=37), timedelta(hours=12), timedelta(hours=2))[: stations + 1]:
            self.now += pause
            look(self.now, Grade.LIVE)
            self._rounds()
        if self.station == "complained":
            self.a_person_decides(yes=True, which=1)
            self.the_engine_sends("receipt")
        elif self.station == "gone late":
            self.it_is_taken_down()
            self.now += timedelta(hours=7)
            self._rounds()

    @rule(span=st.sampled_from([60, 4000, 43_200, 86_400, 12 * 86_400]))
    def time_passes(self, span: int) -> None:
        self.now += timedelta(seconds=span)

    @rule(forward=st.booleans())
    def the_machines_clock_jumps_by_a_day(self, forward: bool) -> None:
        """And back again the next time, as when somebody sets it right."""
        jump = -self.ahead if self.ahead else (DAY if forward else -DAY)
        self.now += jump
        self.ahead += jump

    @rule(word=st.sampled_from(["receipt", "receipt", "receipt", "not now", "never", "closed", "killed"]))
    def the_engine_sends(self, word: str) -> None:
        notice = claim_notice(now=self.now, lease_s=LEASE_S, due_by=self.now)
        attempt = begin_attempt(notice, now=self.now) if notice else None
        if notice is None or attempt is None:
            return
        if word == "killed":
            self.under_way.append((notice, attempt))
        else:
            self._report(notice, attempt, word)

    @precondition(lambda self: self.under_way)
    @rule(word=st.sampled_from(["receipt", "never"]))
    def one_that_was_taken_for_dead_reports(self, word: str) -> None:
        self._report(*self.under_way.pop(), word)

    @rule()
    def the_engine_does_its_rounds(self) -> None:
        self._rounds()

    @rule()
    def the_engine_is_killed_while_it_minds_a_clock(self) -> None:
        claim_clock(now=self.now, lease_s=LEASE_S, due_by=self.now)

    @rule(grade=st.sampled_from([Grade.LIVE, Grade.GONE, Grade.GONE, Grade.CANNOT_TELL]))
    def somebody_looks(self, grade: Grade) -> None:
        look(self.now, grade)

    @rule()
    def it_is_taken_down(self) -> None:
        for _ in range(2):
            self.now += timedelta(minutes=2)
            look(self.now, Grade.GONE)

    @rule(refused=st.booleans(), which=st.integers(0, 3))
    def they_answer(self, refused: bool, which: int) -> None:
        self._try(lambda: record_answer(self.person, self._one(which), refused=refused, now=self.now))

    @rule(which=st.integers(0, 3))
    def it_bounces(self, which: int) -> None:
        self._try(lambda: record_bounce(self.person, self._one(which), now=self.now))

    @rule(sent=st.booleans(), which=st.integers(0, 3))
    def a_person_resolves(self, sent: bool, which: int) -> None:
        self._try(lambda: resolve_unknown(self.person, self._one(which), sent=sent, now=self.now))

    @rule(which=st.integers(0, 3))
    def a_person_sends_it_again(self, which: int) -> None:
        self._try(lambda: send_again(self.person, self._one(which), letterhead=self.by, now=self.now))

    @rule(yes=st.booleans(), which=st.integers(0, 3))
    def a_person_decides(self, yes: bool, which: int) -> None:
        notice = self._one(which)
        if yes:
            self._try(lambda: send_prepared(self.person, notice, now=self.now))
        else:
            self._try(lambda: drop_prepared(self.person, notice))

    @rule(which=st.integers(0, 3), sure=SELDOM)
    def a_person_lets_it_go(self, which: int, sure: bool) -> None:
        if sure:
            self._try(lambda: let_go(self.person, self._one(which), why="It leads nowhere.", now=self.now))

    @rule(sure=SELDOM)
    def a_person_takes_it_back(self, sure: bool) -> None:
        if sure:
            notice = self._one(0)
            self._try(
                lambda: retract_notices(
                    self.person, [notice], why="Somebody else.", letterhead=self.by, now=self.now
                )
            )

    @rule(no=SELDOM)
    def the_person_shown_decides(self, no: bool) -> None:
        verb = withdraw_consent if no else give_consent
        verb(self.person, self.case, "ask_platforms")

    @invariant()
    def nothing_is_lost(self, at_the_end: bool = False) -> None:
        shown = {one.subject: one for one in stuck(ENGINE, self.now)}
        for notice in Notice.objects.all():
            SEEN[f"notice {notice.state}"] += 1
            moves = notice.state in (NoticeState.DUE, NoticeState.DRAFT, NoticeState.IN_WINDOW)
            assert (moves and not at_the_end) or notice.public_id in shown or ended_well(notice), (
                f"{notice.public_id} is {notice.state} and nobody is told"
            )
        for clock in Deadline.objects.select_related("notice"):
            SEEN[f"deadline {clock.state}"] += 1
            clock_stands_well(clock, shown, at_the_end)
            if clock.state in (DeadlineState.KEPT, DeadlineState.GONE_LATE):
                self.gone = remaining(clock.notice).all_gone
        an_escalation_counts_only_with_its_receipt(shown)

    @invariant()
    def a_clock_runs_only_for_what_has_its_receipt(self) -> None:
        for clock in Deadline.objects.filter(state__in=RUNS):
            assert Receipt.objects.filter(attempt__notice=clock.notice_id, taken_back_at=None).exists()
            assert clock.due_at is not None
            assert clock.started_at is not None
            assert clock.ends_at == clock.started_at + timedelta(hours=48)

    @invariant()
    def no_complaint_goes_out_by_itself(self) -> None:
        for notice in Notice.objects.filter(escalates__isnull=False):
            if notice.state not in (NoticeState.PREPARED, NoticeState.WITHDRAWN):
                assert notice.decided_by == self.person.pseudonym

    def a_year_in_which_nobody_does_anything(self) -> None:
        """The machine's clock is right, the relay takes everything, the link stays as it is."""
        self.now -= self.ahead
        self.ahead = timedelta()
        still_there = not self.gone
        for pause in (timedelta(hours=1),) * 2 + (timedelta(hours=9),) * 6 + (timedelta(days=40),) * 9:
            self.now += pause
            look(self.now, Grade.LIVE if still_there else Grade.GONE)
            while (notice := claim_notice(now=self.now, lease_s=LEASE_S, due_by=self.now)) is not None:
                attempt = begin_attempt(notice, now=self.now)
                if attempt is not None:
                    self._report(notice, attempt, "receipt")
            self._rounds()

    def _rounds(self) -> None:
        mark_unknown(now=self.now)
        set_right(now=self.now)
        ring(self.by, self.now)
        for clock in Deadline.objects.filter(state=DeadlineState.PASSED):
            assert clock.ends_at is not None
            went_out = clock.escalations.exclude(state__in=(NoticeState.PREPARED, NoticeState.WITHDRAWN))
            assert clock.ends_at <= self.now + SLACK or went_out.exists(), "it rang too early, and stays so"

    def _report(self, notice: Notice, attempt: Attempt, word: str) -> None:
        def report() -> None:
            if word == "receipt":
                given = GivenReceipt(ReceiptGrade.HANDED_OVER, self.now, "4711")
                record_receipt(notice, attempt, given, now=self.now)
            else:
                record_not_sent(
                    notice, attempt, "Refused.", try_again=word != "never", way_closed=word == "closed",
                    now=self.now,
                )  # fmt: skip

        self._try(report)

    def _one(self, which: int) -> Notice:
        notices = list(Notice.objects.select_related("case", "escalates").order_by("pk"))
        return notices[which % len(notices)]

    def _try(self, verb: object) -> None:
        try:
            with transaction.atomic():
                verb()  # type: ignore[operator]
        except (Refused, NotOurs):
            return
