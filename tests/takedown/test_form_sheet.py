"""What only a web form takes: it stays "not sent" until a person records the number that the form gave."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from jikimi.cases.actions.withdraw_consent import withdraw_consent
from jikimi.cases.actor import Actor, PermissionRefused
from jikimi.cases.models import Case
from jikimi.takedown.actions.begin_attempt import begin_attempt, claim_notice
from jikimi.takedown.actions.confirm_sighting import confirm_sightings
from jikimi.takedown.actions.record_form_receipt import record_form_receipt
from jikimi.takedown.actions.send_again import send_again
from jikimi.takedown.actions.show_sheet import show_sheet
from jikimi.takedown.letterhead import Letterhead
from jikimi.takedown.models import Attempt, Deadline, Notice, NoticeLink
from jikimi.takedown.queries import NEED_A_PERSON
from jikimi.takedown.refusals import Refused
from jikimi.watch.models import Room, Sighting
from tests.takedown.found import asked_by, sighting_of, sightings_of
from tests.watch.pictures import seen
from tests.watch.recorded import file_of, follower, record

pytestmark = pytest.mark.django_db

FORM = """kind = "form_sheet"
destination = "https://${homeserver}/report"
[[route.field]]
name = "links"
label = "Addresses, one a line"
text = "${urls}"
[[route.field]]
name = "why"
label = "What is wrong?"
text = "${good_faith} (${notice_id})"
[[route.field]]
name = "all"
label = "Anything else"
text = "${body}"
"""
MAIL = 'kind = "email"\ndestination = "${admin_contact}"'
IN_TURN = 'order = "sequence"\nnext_route_after = "24h"'


@pytest.fixture
def by(tmp_path: Path) -> Letterhead:
    return asked_by(tmp_path, FORM, gather_s=60)


@pytest.fixture
def form(caseworker: Actor, case: Case, by: Letterhead) -> Notice:
    found = sightings_of(caseworker, case, "$1", "$2")
    (notice,) = confirm_sightings(
        caseworker, found, ground="look", proof="kept", letterhead=by, now=timezone.now()
    )
    return notice


def test_it_is_not_sent_and_says_what_to_do(form: Notice) -> None:
    assert (form.state, form.send_after) == ("not sent", None)
    assert form.state in NEED_A_PERSON
    assert f"jikimi notices sheet {form.public_id}" in form.reason
    much_later = timezone.now() + timedelta(days=99)
    assert claim_notice(now=much_later, lease_s=60, due_by=much_later) is None


def test_the_exact_text_for_every_box(form: Notice, by: Letterhead, caseworker: Actor) -> None:
    sheet = show_sheet(caseworker, form, letterhead=by, now=timezone.now())
    assert sheet.where == "https://here/report"
    assert [field.label for field in sheet.fields] == [
        "Addresses, one a line",
        "What is wrong?",
        "Anything else",
    ]
    links, why, everything = (field.text for field in sheet.fields)
    assert links.splitlines()[0] == "https://matrix.to/#/!room:here/$1?via=here"
    assert len(links.splitlines()) == 4
    assert why.endswith(f"({form.public_id})")
    assert everything == str(form.body).strip()
    form.refresh_from_db()
    assert form.state == "not sent"
    assert not Attempt.objects.exists()


def test_boxes_that_nobody_has_confirmed_say_so(
    form: Notice, by: Letterhead, caseworker: Actor, tmp_path: Path
) -> None:
    assert show_sheet(caseworker, form, letterhead=by, now=timezone.now()).warnings == ()
    by = asked_by(tmp_path, FORM.replace('text = "${urls}"', 'text = "${urls}"\nto_be_confirmed = true'))
    shown = show_sheet(caseworker, form, letterhead=by, now=timezone.now())
    assert shown.warnings == ("boxes to be confirmed",)


def test_what_was_shown_takes_in_no_more_links(form: Notice, by: Letterhead, caseworker: Actor) -> None:
    show_sheet(caseworker, form, letterhead=by, now=timezone.now())
    third = [one_more("$3")]
    (other,) = confirm_sightings(
        caseworker, third, ground="look", proof="kept", letterhead=by, now=timezone.now()
    )
    assert other.pk != form.pk
    assert NoticeLink.objects.filter(notice=form).count() == 2


def one_more(post_id: str) -> Sighting:
    """Seen in the same room as the others."""
    (found,) = record(Room.objects.get(), [file_of(post_id, seen("astronaut", "altered"), follower())])
    return found


def test_with_its_number_it_is_sent(form: Notice, caseworker: Actor) -> None:
    record_form_receipt(caseworker, form, reference=" 4711-X \n", now=timezone.now())
    form.refresh_from_db()
    assert (form.state, form.reason) == ("handed over", "")
    attempt = Attempt.objects.get()
    assert (attempt.outcome, attempt.resolved_by) == ("sent", caseworker.pseudonym)
    assert attempt.receipts.get().reference == "4711-X"
    assert set(NoticeLink.objects.values_list("outcome", flat=True)) == {"asked"}
    assert set(Deadline.objects.values_list("state", flat=True)) == {"running"}
    with pytest.raises(Refused, match="does not wait"):
        record_form_receipt(caseworker, form, reference="4712", now=timezone.now())


@pytest.mark.parametrize("reference", ["", "  ", "\n\t"])
def test_without_a_number_it_is_not(form: Notice, caseworker: Actor, reference: str) -> None:
    with pytest.raises(Refused, match="number that the form gave"):
        record_form_receipt(caseworker, form, reference=reference, now=timezone.now())
    form.refresh_from_db()
    assert form.state == "not sent"


def test_after_the_yes_was_taken_back_no_words_are_given_out(
    form: Notice, by: Letterhead, caseworker: Actor, case: Case
) -> None:
    withdraw_consent(caseworker, case, "ask_platforms")
    with pytest.raises(Refused, match="has not said yes"):
        show_sheet(caseworker, form, letterhead=by, now=timezone.now())


def test_others_get_nothing(form: Notice, by: Letterhead, other_team: Actor, operator: Actor) -> None:
    for stranger in (other_team, operator):
        with pytest.raises(PermissionRefused):
            show_sheet(stranger, form, letterhead=by, now=timezone.now())
        with pytest.raises(PermissionRefused):
            record_form_receipt(stranger, form, reference="1", now=timezone.now())


def test_it_does_not_go_by_itself_and_letters_need_no_sheet(
    form: Notice, by: Letterhead, caseworker: Actor
) -> None:
    with pytest.raises(Refused, match="jikimi notices sheet"):
        send_again(caseworker, form, letterhead=by, now=timezone.now())
    Notice.objects.filter(pk=form.pk).update(route="email")
    form.refresh_from_db()
    with pytest.raises(Refused, match="goes out by itself"):
        show_sheet(caseworker, form, letterhead=by, now=timezone.now())
    with pytest.raises(Refused, match="goes out by itself"):
        record_form_receipt(caseworker, form, reference="1", now=timezone.now())


def test_a_form_that_comes_second_waits_for_its_time_then_for_a_person(
    caseworker: Actor, case: Case, tmp_path: Path
) -> None:
    by = asked_by(tmp_path, MAIL, FORM, order=IN_TURN)
    now = timezone.now()
    mail, form = confirm_sightings(
        caseworker, [sighting_of(caseworker, case)], ground="look", proof="kept", letterhead=by, now=now
    )
    assert (mail.state, form.state, form.send_after) == ("due", "draft", now + timedelta(days=1))
    Notice.objects.filter(pk=mail.pk).update(state="handed over", send_after=None)
    later = now + timedelta(days=1)
    ours = claim_notice(now=later, lease_s=60, due_by=later)
    assert ours is not None
    assert begin_attempt(ours, now=later) is None
    form.refresh_from_db()
    assert (form.state, form.lease_token) == ("not sent", "")
    assert "jikimi notices sheet" in form.reason


def test_what_comes_after_a_form_waits_its_time_too(caseworker: Actor, case: Case, tmp_path: Path) -> None:
    by = asked_by(tmp_path, FORM, MAIL, order=IN_TURN)
    now = timezone.now()
    form, mail = confirm_sightings(
        caseworker, [sighting_of(caseworker, case)], ground="look", proof="kept", letterhead=by, now=now
    )
    assert (form.state, mail.state, mail.send_after) == ("not sent", "draft", now + timedelta(days=1))
