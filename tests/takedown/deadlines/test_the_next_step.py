"""What is prepared when a clock has run out: with its pack, to the right office, by its form."""

from __future__ import annotations

import email
from datetime import datetime, timedelta
from email.policy import SMTP
from pathlib import Path

import pytest

from jikimi.cases.actor import Actor
from jikimi.playbooks.load import load_all
from jikimi.routes.email.letter import letter
from jikimi.routes.email.signing import load_or_create
from jikimi.sources.base import Grade
from jikimi.takedown.actions.confirm_sighting import confirm_sighting
from jikimi.takedown.actions.decide_prepared import send_prepared
from jikimi.takedown.actions.run_clock import by_themselves, set_up_clock
from jikimi.takedown.letterhead import Letterhead
from jikimi.takedown.models import Deadline, Enclosure, Notice, NoticeState
from jikimi.takedown.outgoing import outgoing
from jikimi.watch.models import Sighting
from tests.takedown.clocks import asked, clock_of, look, ring, sent, with_law
from tests.takedown.deadlines.passing import H, prepared_after
from tests.watch.engine import letterhead

pytestmark = pytest.mark.django_db


def test_the_letter_carries_the_pack_as_it_was(
    notice: Notice, by: Letterhead, start: datetime, caseworker: Actor, tmp_path: Path
) -> None:
    made = prepared_after(by, start + 48 * H)
    key = load_or_create(tmp_path / "key.pem")
    raw = letter(outgoing(made, by), "notices@centre.example", key, start)
    parts = {
        part.get_filename(): part.get_content()
        for part in email.message_from_bytes(raw, policy=SMTP).iter_attachments()
    }
    kept = {file.name: bytes(file.content) for file in Enclosure.objects.filter(notice=made)}
    assert kept == {name: parts[name] for name in kept}
    assert parts["breach-pack.pdf"].startswith(b"%PDF")


def test_an_unknown_address_of_the_office_is_said(
    caseworker: Actor, sighting: Sighting, tmp_path: Path, start: datetime
) -> None:
    from dataclasses import replace

    from jikimi.playbooks.load import load_all

    by = with_law(tmp_path)
    office = tmp_path / "platforms" / "office.toml"
    office.write_text(office.read_text().replace("office@regulator.example", "${abuse_contact}"))
    by = replace(by, playbooks=load_all([tmp_path]))
    asked(caseworker, sighting, by, start)
    sent(start)
    made = prepared_after(by, start + 48 * H)
    assert made.state == NoticeState.NOT_SENT
    assert "abuse contact" in made.reason


def test_an_office_that_takes_forms_only_gets_the_history_in_its_form(
    caseworker: Actor, sighting: Sighting, tmp_path: Path, start: datetime
) -> None:
    from dataclasses import replace

    from jikimi.playbooks.load import load_all
    from jikimi.takedown.actions.begin_attempt import begin_attempt, claim_notice
    from jikimi.takedown.actions.show_sheet import show_sheet

    by = with_law(tmp_path)
    office = tmp_path / "platforms" / "office.toml"
    form = '[[route.field]]\nname = "what"\nlabel = "What happened"\ntext = "${history}"\n'
    office.write_text(office.read_text().replace('kind = "email"', 'kind = "form_sheet"') + form)
    by = replace(by, playbooks=load_all([tmp_path]))
    notice = asked(caseworker, sighting, by, start)
    sent(start)
    made = prepared_after(by, start + 48 * H)
    send_prepared(caseworker, made, letterhead=by, now=start + 49 * H)
    claimed = claim_notice(now=start + 49 * H, lease_s=60, due_by=start + 49 * H)
    assert claimed is not None
    assert begin_attempt(claimed, now=start + 49 * H) is None
    made.refresh_from_db()
    assert made.state == NoticeState.NOT_SENT
    (field,) = show_sheet(caseworker, made, letterhead=by, now=start + 49 * H).fields
    assert f"notice {notice.public_id} by email" in field.text


@pytest.mark.parametrize("key", sorted(key for key, law in load_all().laws.items() if by_themselves(law)))
def test_each_next_step_of_our_own_playbooks_can_be_written(
    caseworker: Actor, sighting: Sighting, start: datetime, key: str
) -> None:
    """A place is asked under each of our laws; what follows is a letter, or says what is missing."""
    by = letterhead()
    notice = confirm_sighting(caseworker, sighting, ground="look", proof="kept", letterhead=by, now=start)[0]
    Notice.objects.exclude(pk=notice.pk).update(state=NoticeState.WITHDRAWN, send_after=None)
    Deadline.objects.all().delete()
    notice.law = key
    notice.save()
    set_up_clock(notice, by)
    sent(start + timedelta(minutes=2))
    clock = clock_of(notice)
    assert clock.ends_at is not None
    steps = by_themselves(by.playbooks.laws[key])
    prepared = []
    for day in sorted({step.after.days + more for step in steps for more in (0, 1, 2)}):
        at = clock.ends_at + timedelta(days=day)
        look(at, Grade.LIVE)
        for made in ring(by, at):
            assert made.state == "prepared" or made.reason, made
            assert notice.public_id in str(made.body), "a complaint says what was asked before"
            prepared.append(made)
            Notice.objects.filter(pk=made.pk).update(state=NoticeState.WITHDRAWN, reason="a test")
    assert len(prepared) == len(steps), clock_of(notice).reason
