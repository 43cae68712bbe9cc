"""One transaction for a permission, a change and its line in the ledger: all of it happens, or none.

    with acting(actor, may={"caseworker"}, verb="watch.add_room", subject=room_name) as act:
        room = Room.objects.create(...)
        act.subject = f"room:{room.pk}"

The ledger's head is locked last, when everything else of the transaction is done: an action that waits for
the head holds it up for nobody. Inside another `acting` the entries are kept until the outermost one ends.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _

from jikimi.cases.actions.append_entry import append_entry
from jikimi.cases.actor import Actor, ActorKind, PermissionRefused
from jikimi.cases.models import BankChange, Case, Fingerprint, LedgerEntry
from jikimi.ledger.canonical import Canonical

May = Collection[ActorKind] | Callable[[Actor], bool]
AfterEntry = Callable[[LedgerEntry], None]


@dataclass
class Act:
    """What is being done. Its parts may be completed inside the block, before the entry is written."""

    actor: Actor
    verb: str
    subject: str = ""
    case: Case | None = None
    details: dict[str, Canonical] = field(default_factory=dict)
    _after: list[AfterEntry] = field(default_factory=list)

    def bank_change(self, fingerprint: Fingerprint, op: str) -> None:
        """Notes a change of the bank under the number of this act's entry (one change an act)."""
        self.after_entry(lambda entry: _note_change(entry, fingerprint, op))

    def after_entry(self, write: AfterEntry) -> None:
        """Calls `write` with the entry once it is there, still inside the transaction. Keep it short."""
        self._after.append(write)

    def finish(self) -> None:
        entry = append_entry(
            actor=self.actor, verb=self.verb, subject=self.subject, case=self.case, details=self.details
        )
        for write in self._after:
            write(entry)


_open_acts: ContextVar[list[Act] | None] = ContextVar("open_acts", default=None)


@contextmanager
def acting(
    actor: Actor,
    *,
    may: May,
    verb: str,
    subject: str = "",
    details: dict[str, Canonical] | None = None,
    case: Case | None = None,
) -> Iterator[Act]:
    """Opens the transaction, checks that `actor` may, runs the block and appends the ledger entry.

    `may` is a set of kinds or a predicate. A caseworker may never act on another team's case, whatever
    `may` says. `subject` is a pseudonym (`room:7`, a notice's public id); `details` are bound by a
    commitment, not stored. Errors: PermissionRefused.
    """
    act = Act(actor, verb, subject, case, dict(details or {}))
    outer = _open_acts.get()
    acts: list[Act] = [] if outer is None else outer
    reset = _open_acts.set(acts)
    before = len(acts)
    try:
        with transaction.atomic():
            _check(act, may)
            yield act
            _check_case(act)
            acts.append(act)
            if outer is None:
                for finished in acts:
                    finished.finish()
    except BaseException:
        del acts[before:]
        raise
    finally:
        _open_acts.reset(reset)


def _check(act: Act, may: May) -> None:
    allowed = may(act.actor) if callable(may) else act.actor.kind in may
    if not allowed:
        raise PermissionRefused(_("You may not do this."))
    _check_case(act)


def _check_case(act: Act) -> None:
    if act.case is not None and act.actor.kind == "caseworker" and not act.actor.is_on(act.case.team_id):
        # The same words as for a case that is not there: another team learns nothing.
        raise PermissionRefused(_("There is no such case among yours."))


def _note_change(entry: LedgerEntry, fingerprint: Fingerprint, op: str) -> None:
    BankChange.objects.create(seq=entry.seq, fingerprint=fingerprint, op=op)
