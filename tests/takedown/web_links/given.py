"""Given links, and one look at them."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from jikimi.cases.actor import Actor
from jikimi.cases.models import Case
from jikimi.net.policy import FetchPolicy
from jikimi.sources.base import Grade, Learnt, Observation
from jikimi.takedown.actions.add_link import add_link
from jikimi.takedown.actions.record_check import claim_link, record_check
from jikimi.takedown.certainty import Bar
from jikimi.takedown.models import Link
from jikimi.takedown.next_step import Looks
from tests.watch.engine import letterhead

POST = "https://board.example/post/17"
SIGNED = "https://cdn.example/v/17.jpg?X-Amz-Signature=0f1e2d"
ANYBODYS = FetchPolicy()
LOOKS = Looks(Bar(apart=timedelta(0)), after_asking=(10, 100), once_gone=(50, 500), stop_after_s=5000)


def added(
    actor: Actor, case: Case, address: str = POST, policy: FetchPolicy = ANYBODYS, **other: str
) -> Link:
    books, now = letterhead().playbooks, timezone.now()
    link, _new = add_link(actor, case, address, playbooks=books, policy=policy, now=now, **other)
    return Link.objects.get(pk=link.pk)


def look(grade: Grade, *, learnt: Learnt | None = None, after: timedelta = timedelta()) -> Link:
    """One look at the one link, as the loop writes it down."""
    now = timezone.now() + after
    Link.objects.update(next_check_at=now, lease_until=None)
    link = claim_link(["web", "matrix"], now=now, lease_s=60, due_by=now)
    assert link is not None
    observed = Observation(grade, now, sealed={"final_url": POST}, learnt=learnt or Learnt())
    record_check(link, observed, now=now, looks=LOOKS, letterhead=letterhead())
    return Link.objects.get()
