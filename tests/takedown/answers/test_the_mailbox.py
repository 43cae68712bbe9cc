"""The place in the mailbox: nothing is read twice or passed over, and trouble is shown."""

from __future__ import annotations

from datetime import timedelta
from unittest.mock import patch

import pytest
from django.utils import timezone

from jikimi.takedown.actions.read_inbox import claim_inbox, inbox_was_not_read, inbox_was_read, take_letter
from jikimi.takedown.answers import answers_summary
from jikimi.takedown.models import Answer, Inbox, Notice
from jikimi.takedown.refusals import NotOurs
from tests.takedown.answers.coming_back import mail

pytestmark = pytest.mark.django_db


def test_the_place_in_the_mailbox_moves_with_what_was_recorded(mailed: Notice) -> None:
    inbox = claim_inbox("imap://x", now=timezone.now(), lease_s=60)
    assert inbox is not None
    assert claim_inbox("imap://x", now=timezone.now(), lease_s=60) is None, "one reads at a time"
    raw = mail(Subject=mailed.public_id)
    assert take_letter(inbox, raw, validity=7, uid=3, now=timezone.now()) is not None
    assert take_letter(inbox, raw, validity=7, uid=4, now=timezone.now()) is None, "the same letter again"
    inbox_was_read(inbox, next_look_at=timezone.now())
    again = claim_inbox("imap://x", now=timezone.now(), lease_s=60)
    assert again is not None
    assert (again.validity, again.last_uid) == (7, 4)
    assert "imap" not in repr(list(Inbox.objects.values()))


def test_who_lost_the_lease_records_nothing(mailed: Notice) -> None:
    inbox = claim_inbox("imap://x", now=timezone.now(), lease_s=60)
    assert inbox is not None
    Inbox.objects.update(lease_token="another")
    with pytest.raises(NotOurs):
        take_letter(inbox, mail(Subject=mailed.public_id), validity=1, uid=1, now=timezone.now())
    assert not Answer.objects.exists()


def test_a_letter_over_which_we_stumble_holds_up_no_other(mailed: Notice) -> None:
    inbox = claim_inbox("imap://x", now=timezone.now(), lease_s=60)
    assert inbox is not None
    broken = "jikimi.takedown.actions.read_inbox.receive_letter"
    with patch(broken, side_effect=RuntimeError):
        answer = take_letter(inbox, b"a trap", validity=1, uid=1, now=timezone.now())
    assert answer is not None
    assert "could not be read" in (answer.words or "")
    assert inbox.last_uid == 1


def test_trouble_with_the_mailbox_is_shown_until_it_works(mailed: Notice) -> None:
    inbox = claim_inbox("imap://x", now=timezone.now(), lease_s=60)
    assert inbox is not None
    inbox_was_not_read(inbox, "It cannot be reached.", now=timezone.now())
    assert answers_summary().inbox_trouble == "It cannot be reached."
    assert claim_inbox("imap://x", now=timezone.now(), lease_s=60) is None, "not at once"
    later = timezone.now() + timedelta(hours=1)
    inbox = claim_inbox("imap://x", now=later, lease_s=60)
    assert inbox is not None
    inbox_was_read(inbox, next_look_at=later)
    assert answers_summary().inbox_trouble == ""
