"""What may be read, and by whom."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from jikimi.cases.actor import Actor
from jikimi.cases.models import (
    AllowedPlace,
    BankChange,
    Case,
    Consent,
    Fingerprint,
    KeyCheck,
    LedgerEntry,
    LedgerHead,
    Team,
)
from jikimi.ledger.entry import Entry
from jikimi.seal.errors import SealBroken

_BATCH = 500


@dataclass(frozen=True, slots=True)
class BankStep:
    """One change of the bank. `record` is None for a withdrawal, and where a later one erased it already."""

    seq: int
    op: str
    fingerprint_id: int
    case_id: int
    kind: str
    record: bytes | None


def visible_to(actor: Actor) -> QuerySet[Case]:
    """The cases that this actor may see: a caseworker those of her teams, the engine all, others none."""
    if actor.kind == "engine":
        return Case.objects.all()
    if actor.kind == "caseworker":
        return Case.objects.filter(team_id__in=actor.team_ids)
    return Case.objects.none()


def case_by_number(actor: Actor, number: str) -> Case | None:
    """None where it is not there or not the actor's to see: the two are not told apart."""
    return visible_to(actor).filter(number=number.strip()).first()


def fingerprints_visible_to(actor: Actor) -> QuerySet[Fingerprint]:
    return Fingerprint.objects.filter(case__in=visible_to(actor))


def ledger_visible_to(actor: Actor) -> QuerySet[LedgerEntry]:
    """The history, for those who watch over it."""
    if actor.kind in ("auditor", "operator", "engine"):
        return LedgerEntry.objects.order_by("seq")
    return LedgerEntry.objects.none()


def ledger_entries(actor: Actor) -> Iterator[Entry]:
    """The whole chain in order, read in batches."""
    for row in ledger_visible_to(actor).iterator(chunk_size=_BATCH):
        yield row.as_entry()


def ledger_head() -> tuple[int, str]:
    """Number and hash of the last entry."""
    head = LedgerHead.objects.get(pk=LedgerHead.ONLY)
    return head.seq, head.hash


def letterbox_recipient() -> str:
    """Whom the letterbox belongs to; empty until the engine has run. Needs no key."""
    return KeyCheck.objects.values_list("recipient", flat=True).first() or ""


def has_consent(case: Case, kind: str) -> bool:
    return Consent.objects.filter(case=case, kind=kind, withdrawn_at=None).exists()


def teams() -> QuerySet[Team]:
    return Team.objects.order_by("pk")


def bank_seq() -> int:
    """The last change of the bank. Read it before `bank_now`, then follow with `bank_changes_after`."""
    last = BankChange.objects.order_by("-seq").values_list("seq", flat=True).first()
    return last or 0


def bank_now() -> Iterator[BankStep]:
    """Every fingerprint that is in the bank, as additions with `seq` 0. May hold changes after `bank_seq`."""
    for fingerprint in (
        Fingerprint.objects.filter(withdrawn_at=None).order_by("pk").iterator(chunk_size=_BATCH)
    ):
        yield _step(0, BankChange.Op.ADD, fingerprint)


def bank_changes_after(seq: int, limit: int = _BATCH) -> list[BankStep]:
    """The next changes in order, `limit` at most. A change is seen only after all earlier ones are."""
    changes = BankChange.objects.filter(seq__gt=seq).select_related("fingerprint").order_by("seq")[:limit]
    return [_step(change.seq, change.op, change.fingerprint) for change in changes]


def _opened(fingerprint: Fingerprint) -> bytes | None:
    """One damaged row must not leave everybody else unwatched: it comes empty, which no reader takes."""
    try:
        return fingerprint.record
    except SealBroken:
        return b""


def _step(seq: int, op: str, fingerprint: Fingerprint) -> BankStep:
    kept = op == BankChange.Op.ADD and fingerprint.withdrawn_at is None
    record = _opened(fingerprint) if kept else None
    return BankStep(
        seq,
        str(op),
        fingerprint.pk,
        fingerprint.case_id,
        fingerprint.kind,
        record,
    )


def standing_consents(case: Case) -> list[str]:
    """The kinds of yes that stand."""
    standing = Consent.objects.filter(case=case, withdrawn_at=None)
    return list(standing.order_by("given_at", "pk").values_list("kind", flat=True))


def standing_fingerprints(case: Case) -> QuerySet[Fingerprint]:
    """Those that are in the bank; their records are not loaded."""
    return Fingerprint.objects.filter(case=case, withdrawn_at=None).order_by("pk").defer("record")


def protected_records(case: Case, most: int) -> list[bytes]:
    """What the bank keeps of the case's photographs, the newest `most` of them."""
    standing = Fingerprint.objects.filter(case=case, withdrawn_at=None).order_by("-pk")[:most]
    return [one.record for one in standing if one.record is not None]


@dataclass(frozen=True, slots=True)
class CaseSummary:
    number: str
    state: str
    urgency: str
    photos: int
    consents: str


def case_summaries(actor: Actor) -> list[CaseSummary]:
    """Every case that the actor may see, the newest last."""
    photos = Count("fingerprints", filter=Q(fingerprints__withdrawn_at=None))
    cases = visible_to(actor).defer("commitment_key").annotate(photos=photos).order_by("opened_at", "pk")
    said: dict[int, list[str]] = {}
    standing = Consent.objects.filter(case__in=visible_to(actor), withdrawn_at=None).order_by("pk")
    for case_id, kind in standing.values_list("case_id", "kind"):
        said.setdefault(case_id, []).append(kind)
    return [
        CaseSummary(case.number, case.state, case.urgency, case.photos, ",".join(said.get(case.pk, [])))
        for case in cases
    ]


def summary() -> dict[str, int]:
    """Counts for `status`: open cases, and photographs in the bank by kind."""
    kinds = Fingerprint.objects.filter(withdrawn_at=None).values_list("kind").annotate(count=Count("pk"))
    by_kind = dict(kinds.values_list("kind", "count"))
    return {
        "cases_open": Case.objects.filter(state=Case.State.OPEN).count(),
        "cases": Case.objects.count(),
        "originals": by_kind.get(Fingerprint.Kind.ORIGINAL, 0),
        "items": by_kind.get(Fingerprint.Kind.ITEM, 0),
    }


def allowed_places(case: Case) -> list[str]:
    """Addresses in their normal form."""
    return [place.address for place in AllowedPlace.objects.filter(case=case) if place.address is not None]
