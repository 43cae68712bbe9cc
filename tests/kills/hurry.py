"""Makes every look at a link due now, in the installation of the process that calls it."""

from __future__ import annotations


def hurry() -> None:
    from jikimi.service.prepare import ready

    ready()
    from django.utils import timezone

    from jikimi.takedown.models import Link

    Link.objects.filter(next_check_at__isnull=False).update(next_check_at=timezone.now())
