"""What a look needs to know of a link: where it is, and how to tell its picture from another."""

from __future__ import annotations

from collections.abc import Iterable

from jikimi.cases.queries import protected_records
from jikimi.fingerprint.film import from_remembered
from jikimi.fingerprint.fingerprint import Fingerprint
from jikimi.fingerprint.record import BadRecord
from jikimi.sources.base import LinkAddress
from jikimi.sources.web.address import KIND as WEB
from jikimi.takedown.models import Link

MOST_PROTECTED = 30


def address_of(link: Link) -> LinkAddress:
    """For the web also the fingerprints; other kinds of places name a file for good."""
    if link.source != WEB:
        return LinkAddress(link.room or "", link.post or "", link.media)
    return LinkAddress(
        link.room or "",
        link.post or "",
        link.media,
        known=_readable([link.likeness] if link.likeness else []),
        protected=_readable(protected_records(link.case, MOST_PROTECTED)),
        shown_in_page=link.shown_in_page,
    )


def _readable(records: Iterable[bytes]) -> tuple[Fingerprint, ...]:
    found: list[Fingerprint] = []
    for record in records:
        try:
            found.extend(frame.fingerprint for frame in from_remembered(record).frames)
        except BadRecord:
            continue
    return tuple(found)
