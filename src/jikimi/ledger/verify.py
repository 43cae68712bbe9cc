"""Reading the chain from its first entry on and saying where it is not whole."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from jikimi.ledger.entry import GENESIS, Entry


@dataclass(frozen=True, slots=True)
class Problem:
    """`seq` is the number at which the chain is not whole, `sentence` says how."""

    seq: int
    sentence: str


@dataclass(frozen=True, slots=True)
class Verified:
    """`head` is the hash of the last entry (GENESIS for an empty chain), `count` the entries read."""

    count: int
    head: str
    problems: list[Problem]


def verify(entries: Iterable[Entry], *, expected_head: str | None = None) -> Verified:
    """Checks every entry's own hash, its number and its link to the one before.

    A chain that was cut off at its end is whole in itself: only a head that was noted elsewhere shows it,
    so `expected_head`, where given, must be the hash of one of the entries. Entries come in order of seq.
    """
    problems: list[Problem] = []
    count, head, seen = 0, GENESIS, expected_head in (None, GENESIS)
    last_seq = 0
    for entry in entries:
        problems += _problems_of(entry, last_seq + 1, head)
        count, last_seq, head = count + 1, entry.seq, entry.hash
        seen = seen or entry.hash == expected_head
    if not seen:
        problems.append(
            Problem(
                last_seq + 1,
                "The head that was noted elsewhere is not in this ledger: its end was cut off or rewritten.",
            )
        )
    return Verified(count, head, problems)


def _problems_of(entry: Entry, expected_seq: int, head: str) -> list[Problem]:
    problems = []
    if entry.seq != expected_seq:
        problems.append(
            Problem(min(entry.seq, expected_seq), f"Entry {expected_seq} was expected, {entry.seq} is there.")
        )
    if entry.prev != head:
        problems.append(Problem(entry.seq, f"Entry {entry.seq} does not follow the one before it."))
    try:
        expected = entry.expected_hash
    except ValueError:
        expected = ""
    if entry.hash != expected:
        problems.append(Problem(entry.seq, f"Entry {entry.seq} does not say what it said when written."))
    return problems
