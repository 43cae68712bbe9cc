"""Work that is due, claimed by compare-and-swap under a lease.

No lock is held while the work goes on: a worker that is killed costs one lease time. The same statements
serve SQLite and PostgreSQL. Clocks of several machines must agree to within a small part of a lease.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Any, TypeVar

from django.db import models
from django.db.models import Q, QuerySet
from django.utils import timezone

# Several are looked at, because other workers may take the first ones in between.
_CANDIDATES = 8
# Twice what the configuration allows as [pace] lease_s.
_LONGEST = timedelta(hours=2)


class Lease(models.Model):
    """Who works on this row, and until when nobody else may."""

    lease_token = models.CharField(max_length=32, default="", blank=True, editable=False)
    lease_boot = models.CharField(max_length=32, default="", blank=True, editable=False)
    lease_until = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        abstract = True


Leased = TypeVar("Leased", bound=Lease)


def claim(
    queryset: QuerySet[Leased], due_field: str, now: datetime, seconds: float, *, first: Sequence[str] = ()
) -> Leased | None:
    """The row that has been due longest, now leased to us for `seconds`; None if there is none.

    `first` are columns that count before the time. `due_field` names a nullable time: a row is due when it
    lies at or before `now`. Tell what came of it with `release`; before acting outward ask `still_holds`.
    """
    due = queryset.filter(_free(now), **{f"{due_field}__lte": now})
    seen = due.order_by(*first, due_field, "pk").values_list("pk", "lease_token")[:_CANDIDATES]
    for pk, old_token in list(seen):
        token = secrets.token_hex(16)
        taken = due.order_by().filter(pk=pk, lease_token=old_token).update(
            lease_token=token, lease_boot=this_worker(), lease_until=now + timedelta(seconds=seconds)
        )  # fmt: skip
        if taken:
            return queryset.get(pk=pk, lease_token=token)
    return None


def still_holds(leased: Lease, now: datetime | None = None) -> bool:
    """Whether the lease is still ours and has time left. Asked right before every act outward."""
    held = _same_lease(leased).filter(lease_until__gt=now or timezone.now())
    return held.exists()


def prolong(leased: Lease, now: datetime, seconds: float) -> bool:
    """More time for work that goes on; False when the lease was lost."""
    until = now + timedelta(seconds=seconds)
    if not _same_lease(leased).filter(lease_until__gt=now).update(lease_until=until):
        return False
    leased.lease_until = until
    return True


def release(leased: Lease, **outcome: Any) -> bool:
    """Ends the lease and writes the outcome with it, in one statement; False (nothing written) if lost.

    Inside `acting(...)` raise on False, so that nothing else of the outcome stays either.
    """
    freed: dict[str, Any] = {"lease_token": "", "lease_boot": "", "lease_until": None}
    if not _same_lease(leased).update(**freed, **outcome):
        return False
    for name, value in {**freed, **outcome}.items():
        setattr(leased, name, value)
    return True


def this_worker() -> str:
    """Names this process for as long as it lives."""
    return _worker_of(os.getpid())


@cache
def _worker_of(pid: int) -> str:
    return f"{pid}-{secrets.token_hex(8)}"


def run_out(now: datetime) -> Q:
    """Leases that hold no longer. One that lies further ahead than any lease lasts was written while that
    machine's clock was ahead: who works under it renews it within a third of its time, by the right clock."""
    return Q(lease_until__lte=now) | Q(lease_until__gt=now + _LONGEST)


def _free(now: datetime) -> Q:
    return Q(lease_until=None) | run_out(now)


def _same_lease(leased: Lease) -> QuerySet[Any]:
    rows: QuerySet[Any] = type(leased)._default_manager.filter(pk=leased.pk)
    return rows.filter(lease_token=leased.lease_token) if leased.lease_token else rows.none()
