"""Notices that left, and the letterbox into which answers go."""

from __future__ import annotations

import pytest
from django.utils import timezone

from jikimi.cases.actor import Actor
from jikimi.cases.models import Case
from jikimi.routes.base import Receipt as GivenReceipt
from jikimi.routes.base import ReceiptGrade
from jikimi.takedown.actions.begin_attempt import begin_attempt
from jikimi.takedown.actions.record_receipt import record_receipt
from jikimi.takedown.models import Notice
from tests.takedown.found import claimed_notice, confirmed, sighting_of


@pytest.fixture(autouse=True)
def _letterbox_is_ready(db: None) -> None:
    from jikimi.cases.actions.check_key import check_key

    assert check_key()


@pytest.fixture
def notices(caseworker: Actor, case: Case) -> list[Notice]:
    """By report and by mail, both handed over."""
    made = confirmed(caseworker, sighting_of(caseworker, case))
    for _ in made:
        notice = claimed_notice()
        attempt = begin_attempt(notice, now=timezone.now(), signed_sha256="ab" * 32)
        assert attempt is not None
        given = GivenReceipt(ReceiptGrade.HANDED_OVER, timezone.now(), "queued")
        record_receipt(notice, attempt, given, now=timezone.now())
    return list(Notice.objects.select_related("case").order_by("pk"))


@pytest.fixture
def mailed(notices: list[Notice]) -> Notice:
    return next(notice for notice in notices if notice.route == "email")
