"""Chains to break."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime

from hypothesis import strategies as st

from jikimi.ledger.entry import GENESIS, Entry, entry_hash

_words = st.text(max_size=12)
_said = st.tuples(
    st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)), *[_words] * 5
)


def chain_of(said: list[tuple[datetime, str, str, str, str, str]]) -> list[Entry]:
    entries: list[Entry] = []
    prev = GENESIS
    for seq, (at, kind, actor, verb, subject, case) in enumerate(said, start=1):
        fields = {
            "seq": seq, "at": at, "actor_kind": kind, "actor": actor, "verb": verb, "subject": subject,
            "case": case, "commitment": "", "prev": prev,
        }  # fmt: skip
        entry = Entry(**fields, hash=entry_hash(**fields))
        entries.append(entry)
        prev = entry.hash
    return entries


chains = st.lists(_said, min_size=2, max_size=8).map(chain_of)
FIELDS = [field.name for field in dataclasses.fields(Entry)]
