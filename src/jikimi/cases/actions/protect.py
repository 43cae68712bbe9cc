"""Put the fingerprint of a photograph into the bank."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from jikimi.cases.actions.transaction import acting
from jikimi.cases.actor import Actor
from jikimi.cases.fields import lookup
from jikimi.cases.models import BankChange, Case, Consent, Fingerprint
from jikimi.cases.refusals import Refused


class ConsentMissing(Refused):
    """The person has not said yes to this."""


def protect(actor: Actor, case: Case, *, kind: str, record: bytes) -> tuple[Fingerprint, bool]:
    """The fingerprint, and whether it is new; the same record twice is kept once.

    `record` is what `jikimi.fingerprint.record.to_bytes` wrote. Engine and caseworkers may: the engine
    protects the picture of a sighting that a caseworker confirmed. Errors: ConsentMissing, PermissionRefused,
    ValueError (kind).
    """
    wanted = Fingerprint.Kind(kind)
    with acting(actor, may={"caseworker", "engine"}, verb="cases.protect", case=case) as act:
        _need_consent(case)
        digest = lookup(record, "fingerprint.record")
        fingerprint, made = _kept_once(case, wanted, record, digest)
        act.subject = f"fingerprint:{fingerprint.pk}"
        act.details = {"kind": wanted.value, "digest": digest.hex()}
        if made:
            act.bank_change(fingerprint, BankChange.Op.ADD)
    return fingerprint, made


def _need_consent(case: Case) -> None:
    # Locked: what is taken back at this moment is taken back before or after, not between.
    standing = Consent.objects.select_for_update().filter(
        case=case, kind=Consent.Kind.WATCH, withdrawn_at=None
    )
    # `no_key`: sightings that are written for this case meanwhile point at it, and must not wait for us.
    still = Case.objects.select_for_update(no_key=True).only("state").get(pk=case.pk)
    if still.state != Case.State.OPEN or not list(standing):
        raise ConsentMissing(
            _("The person of case %(number)s has not said yes to watching, so nothing was kept.")
            % {"number": case.number}
        )


def _kept_once(case: Case, kind: Fingerprint.Kind, record: bytes, digest: bytes) -> tuple[Fingerprint, bool]:
    standing = Fingerprint.objects.filter(case=case, kind=kind, digest=digest, withdrawn_at=None)
    if (known := standing.first()) is not None:
        return known, False
    try:
        with transaction.atomic():
            return (
                Fingerprint.objects.create(
                    case=case, kind=kind, record=record, digest=digest, added_at=timezone.now()
                ),
                True,
            )
    except IntegrityError:
        return standing.get(), False
