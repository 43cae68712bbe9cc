"""Right before it leaves: what it lacks by now stops it; and in which language it is."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from django.utils import timezone

from jikimi.cases.actor import Actor
from jikimi.cases.models import Case, LedgerEntry
from jikimi.playbooks.load import OURS, load_all
from jikimi.takedown.actions.confirm_sighting import confirm_sighting
from jikimi.takedown.actions.send_again import send_again
from jikimi.takedown.models import Notice, NoticeState
from jikimi.takedown.refusals import Refused
from tests.takedown.before_sending.of_law import SENDS, of
from tests.takedown.found import sighting_of
from tests.takedown.sending.scripted import ScriptedRoute, run_sender, takes
from tests.watch.engine import letterhead

pytestmark = pytest.mark.django_db


@SENDS
def test_a_notice_that_lacks_something_by_now_is_not_sent_and_says_what(
    mail: Notice, caseworker: Actor
) -> None:
    body = str(mail.body).replace("desk@centre.example", "")
    mail.body = body + "\nDear [NAME],\n"
    mail.save(update_fields=["body"])
    email = ScriptedRoute("email", takes)
    run_sender(email, ScriptedRoute("matrix_report", takes), times=3)
    assert email.sent == []
    assert of(mail).state == NoticeState.NOT_SENT
    assert '"contact"' in of(mail).reason
    assert LedgerEntry.objects.filter(verb="takedown.refuse_unsound", subject=mail.public_id).count() == 1
    # A person's word writes it again from the playbook, and then it goes.
    send_again(caseworker, of(mail), letterhead=letterhead(), now=timezone.now())
    assert "[NAME]" not in str(of(mail).body)
    run_sender(email)
    assert of(mail).state == NoticeState.HANDED_OVER


@SENDS
def test_a_ground_that_is_gone_stops_it_too(mail: Notice) -> None:
    Notice.objects.filter(pk=mail.pk).update(ground="")
    email = ScriptedRoute("email", takes)
    run_sender(email, ScriptedRoute("matrix_report", takes), times=3)
    assert email.sent == []
    assert "no ground of belief" in of(mail).reason


def test_the_language_is_the_places_or_the_caseworkers(caseworker: Actor, case: Case, tmp_path: Path) -> None:
    (tmp_path / "platforms").mkdir()
    ours = (OURS / "platforms" / "matrix-homeserver.toml").read_text()
    (tmp_path / "platforms" / "matrix-homeserver.toml").write_text(
        ours.replace('languages = ["en"]', 'languages = ["ko", "en"]')
    )
    by = replace(letterhead(), playbooks=load_all([tmp_path]))
    now = timezone.now()
    sighting = sighting_of(caseworker, case)
    with pytest.raises(Refused, match="choose one of en, ko"):
        confirm_sighting(
            caseworker, sighting, ground="look", proof="kept", language="ur", letterhead=by, now=now
        )
    korean = confirm_sighting(caseworker, sighting, ground="look", proof="kept", letterhead=by, now=now)
    assert {one.language for one in korean} == {"ko"}
    assert all("당사자" in str(one.body) for one in korean)


@SENDS
def test_the_caseworker_chooses_another_language(caseworker: Actor, case: Case) -> None:
    notices = confirm_sighting(
        caseworker, sighting_of(caseworker, case), ground="look", proof="kept", language="ko",
        letterhead=letterhead(), now=timezone.now(),
    )  # fmt: skip
    assert {one.language for one in notices} == {"ko"}
    email = ScriptedRoute("email", takes)
    run_sender(email, ScriptedRoute("matrix_report", takes), times=3)
    assert "저희 센터의 담당자가" in email.sent[0].ground
