"""One process's copy of the bank, which follows every change of it in order."""

from __future__ import annotations

from dataclasses import dataclass

from jikimi.cases.queries import BankStep, bank_changes_after, bank_now, bank_seq
from jikimi.fingerprint.film import Film, still
from jikimi.fingerprint.fingerprint import Fingerprint
from jikimi.fingerprint.record import BadRecord, from_bytes
from jikimi.match.film import find_in_film
from jikimi.match.matcher import Matcher
from jikimi.match.sighting import Match


@dataclass(frozen=True, slots=True)
class Compared:
    """What one file matched, when the bank stood at `bank_seq`."""

    bank_seq: int
    matches: tuple[Match, ...]


class BankFollower:
    """`load` once, then `catch_up` four times a second. `compare` may be called from any thread meanwhile.

    `unreadable` counts fingerprints that could not be opened: they protect nobody and have to be shown.
    """

    def __init__(self) -> None:
        self._matcher = Matcher()
        self._inside: set[int] = set()
        self.seq = 0
        self.unreadable: set[int] = set()

    def __len__(self) -> int:
        return len(self._inside)

    def load(self) -> None:
        """The bank as it stands."""
        # Read first: whatever changes while we load has a higher number and comes again as a change.
        seq = bank_seq()
        for step in bank_now():
            self._add(step)
        self.seq = seq

    def catch_up(self) -> int:
        """Applies what has changed since and says how many changes that were."""
        applied = 0
        while steps := bank_changes_after(self.seq):
            for step in steps:
                if step.op == "add":
                    self._add(step)
                else:
                    self._withdraw(step.fingerprint_id)
                # Told only once it holds: who reads `seq` first and compares then is never ahead of the bank.
                self.seq = step.seq
                applied += 1
        return applied

    def compare(self, seen: Fingerprint | Film) -> Compared:
        """What `seen`, or some frame of it, matches. Milliseconds of CPU for each: call it in a thread."""
        seq = self.seq
        film = seen if isinstance(seen, Film) else still(seen)
        return Compared(seq, tuple(find_in_film(self._matcher.find, film)))

    def _add(self, step: BankStep) -> None:
        # Without a record it was withdrawn again already: its withdrawal follows.
        if step.record is None or step.fingerprint_id in self._inside:
            return
        try:
            self._matcher.add(str(step.fingerprint_id), from_bytes(step.record))
        except BadRecord:
            self.unreadable.add(step.fingerprint_id)
            return
        self._inside.add(step.fingerprint_id)

    def _withdraw(self, fingerprint_id: int) -> None:
        self.unreadable.discard(fingerprint_id)
        if fingerprint_id in self._inside:
            self._inside.remove(fingerprint_id)
            self._matcher.withdraw(str(fingerprint_id))
