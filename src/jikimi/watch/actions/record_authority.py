"""Write down under which law the centre may fetch such content. Without it nothing is watched."""

from __future__ import annotations

import re
from datetime import datetime

from django.utils.translation import gettext as _

from jikimi.cases.actions.transaction import acting
from jikimi.cases.actor import Actor
from jikimi.watch.models import Authority
from jikimi.watch.refusals import Refused

_SHORTEST, _LONGEST = 20, 4000


def record_authority(actor: Actor, *, country: str, basis: str, now: datetime) -> Authority:
    """Errors: Refused (a sentence), PermissionRefused."""
    country, basis = country.strip().upper(), basis.strip()
    if not re.fullmatch(r"[A-Z]{2}", country):
        raise Refused(_("Give the country as two letters, such as KR, DE or US."))
    if not _SHORTEST <= len(basis) <= _LONGEST:
        raise Refused(
            _(
                "Say in a sentence or two what the centre's authority rests on: the law and its article, or "
                "who gave the mandate and when. docs/legal-basis.md says what belongs in it."
            )
        )
    with acting(actor, may={"operator"}, verb="watch.record_authority") as act:
        authority = Authority.objects.create(
            country=country, basis=basis, recorded_at=now, recorded_by=actor.pseudonym
        )
        act.subject = f"authority:{authority.pk}"
        act.details = {"country": country, "basis": basis}
    return authority


def end_authority(actor: Actor, authority_id: int, *, now: datetime) -> None:
    """From now on the centre does not rely on it. It stays on record. Errors: Refused, PermissionRefused."""
    with acting(actor, may={"operator"}, verb="watch.end_authority", subject=f"authority:{authority_id}"):
        if not Authority.objects.filter(pk=authority_id, ended_at=None).update(ended_at=now):
            raise Refused(_("There is no authority in force with this number."))
