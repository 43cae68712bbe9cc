"""What is asked before a notice goes out: is proof kept, is a delay wanted, may a name be shown."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from jikimi.cases.actor import ENGINE, Actor, PermissionRefused
from jikimi.cases.models import Case, LedgerEntry
from jikimi.playbooks.load import OURS, load_all
from jikimi.routes.base import NotSent, SentOrNot
from jikimi.takedown.actions.ask_another_way import ask_another_way, other_ways
from jikimi.takedown.actions.begin_attempt import begin_attempt, claim_notice
from jikimi.takedown.actions.confirm_sighting import confirm_sighting
from jikimi.takedown.actions.decide_prepared import drop_prepared, send_prepared
from jikimi.takedown.actions.give_own_name import give_own_name
from jikimi.takedown.actions.hold_notice import hold_notice, release_notice
from jikimi.takedown.actions.record_form_receipt import record_form_receipt
from jikimi.takedown.actions.resolve_unknown import resolve_unknown
from jikimi.takedown.actions.send_again import send_again
from jikimi.takedown.actions.show_sheet import show_sheet
from jikimi.takedown.letterhead import Letterhead
from jikimi.takedown.models import Link, LinkState, Notice, NoticeState, OwnName
from jikimi.takedown.refusals import Refused
from tests.takedown.found import asked_by, claimed_notice, confirmed, sighting_of
from tests.takedown.test_sending import ScriptedRoute, run_sender, says, takes
from tests.watch.engine import letterhead

pytestmark = pytest.mark.django_db
SENDS = pytest.mark.django_db(transaction=True)
NAME = "Rosa Beispiel-김"
MAIL = 'kind = "email"\ndestination = "${admin_contact}"\n'
FORM = (
    'kind = "form_sheet"\ndestination = "https://forms.example/harm"\n'
    '[[route.field]]\nname = "text"\nlabel = "Text"\ntext = "${body}"\n'
)
WORK = "A photograph that the person took of herself in 2024."


def of_law(folder: Path, law: str, way: str = MAIL) -> Letterhead:
    """The place is asked by mail, and may be asked under this law too."""
    usual = asked_by(folder, MAIL, f'only_for = "Some cases."\n{way}')
    file = folder / "platforms" / "matrix-homeserver.toml"
    before, _, last = file.read_text().rpartition('law = "eu-dsa-16"')
    file.write_text(f'{before}law = "{law}"{last}')
    return replace(usual, playbooks=load_all([folder]))


def used(by: Letterhead, monkeypatch: pytest.MonkeyPatch) -> Letterhead:
    """The engine writes and sends by it too."""
    monkeypatch.setattr("tests.watch.engine.letterhead", lambda: by)
    return by


@pytest.fixture
def mail(caseworker: Actor, case: Case) -> Notice:
    return next(one for one in confirmed(caseworker, sighting_of(caseworker, case)) if one.route == "email")


def of(notice: Notice) -> Notice:
    return Notice.objects.get(pk=notice.pk)


@pytest.mark.parametrize("answer", ["", "perhaps", "yes"])
def test_nothing_goes_out_before_somebody_said_whether_proof_is_kept(
    caseworker: Actor, case: Case, answer: str
) -> None:
    sighting = sighting_of(caseworker, case)
    with pytest.raises(Refused, match="Is proof kept"):
        confirm_sighting(
            caseworker, sighting, ground="look", proof=answer, letterhead=letterhead(), now=timezone.now()
        )
    assert not Notice.objects.exists()


def test_the_answer_and_the_delay_stand_on_the_notices(caseworker: Actor, case: Case) -> None:
    now = timezone.now()
    until = now + timedelta(days=3)
    notices = confirm_sighting(
        caseworker,
        sighting_of(caseworker, case),
        ground="look",
        proof="not wanted",
        hold_until=until,
        letterhead=letterhead(),
        now=now,
    )
    assert {(one.proof, one.held_until) for one in notices} == {("not wanted", until)}
    assert all("Held until" in one.reason for one in notices)
    assert claim_notice(now=now, lease_s=60, due_by=now) is None
    assert claim_notice(now=until, lease_s=60, due_by=until) is not None


@pytest.mark.parametrize("days", [-1, 0, 367])
def test_a_delay_lies_ahead_and_ends(caseworker: Actor, mail: Notice, days: int) -> None:
    now = timezone.now()
    with pytest.raises(Refused, match="at most a year"):
        hold_notice(caseworker, mail, until=now + timedelta(days=days), now=now)


@SENDS
def test_a_notice_is_held_even_from_the_hands_of_the_sender_and_released(
    caseworker: Actor, mail: Notice
) -> None:
    now = timezone.now()
    Notice.objects.filter(pk=mail.pk).update(rank=0)
    claimed = claim_notice(now=now, lease_s=60, due_by=now)
    assert claimed is not None
    hold_notice(caseworker, mail, until=now + timedelta(days=1), now=now)
    email = ScriptedRoute("email", takes)
    run_sender(email, ScriptedRoute("matrix_report", takes), times=4)
    assert email.sent == []
    release_notice(caseworker, of(mail), now=now)
    assert (of(mail).held_until, of(mail).reason) == (None, "")
    run_sender(email)
    assert of(mail).state == NoticeState.HANDED_OVER
    with pytest.raises(Refused, match="not held"):
        release_notice(caseworker, mail, now=now)
    with pytest.raises(Refused, match="not gone out yet"):
        hold_notice(caseworker, mail, until=now + timedelta(days=1), now=now)


def test_what_else_keeps_it_back_is_still_said_after_its_release(caseworker: Actor, mail: Notice) -> None:
    now = timezone.now()
    Notice.objects.filter(pk=mail.pk).update(state=NoticeState.NOT_SENT, reason="Nobody knows whither.")
    for days in (1, 2):
        hold_notice(caseworker, of(mail), until=now + timedelta(days=days), now=now)
        assert of(mail).reason.endswith("before that. Nobody knows whither.")
    release_notice(caseworker, of(mail), now=now)
    assert of(mail).reason == "Nobody knows whither."


@SENDS
def test_a_held_second_way_does_not_go_when_the_first_fails(
    caseworker: Actor, case: Case, tmp_path: Path
) -> None:
    by = asked_by(
        tmp_path,
        'kind = "matrix_report"\ndestination = "${homeserver}"',
        MAIL,
        order='order = "sequence"\nnext_route_after = "1h"',
    )
    now = timezone.now()
    first, second = confirm_sighting(
        caseworker, sighting_of(caseworker, case), ground="look", proof="kept", letterhead=by, now=now
    )
    hold_notice(caseworker, second, until=now + timedelta(days=1), now=now)
    email = ScriptedRoute("email", takes)
    run_sender(ScriptedRoute("matrix_report", says(NotSent("No.", try_again=False))), email, times=3)
    assert of(first).state == NoticeState.NOT_SENT
    assert email.sent == []


def test_only_the_cases_own_people_hold_and_release(
    mail: Notice, other_team: Actor, operator: Actor, caseworker: Actor
) -> None:
    now = timezone.now()
    for actor in (other_team, operator, ENGINE):
        with pytest.raises(PermissionRefused):
            hold_notice(actor, mail, until=now + timedelta(days=1), now=now)
        with pytest.raises(PermissionRefused):
            release_notice(actor, mail, now=now)
        with pytest.raises(PermissionRefused):
            ask_another_way(actor, mail, way=1, letterhead=letterhead(), now=now)


class TestCopyright:
    """Warned, and asked a second time."""

    @pytest.fixture
    def by(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Letterhead:
        return used(of_law(tmp_path, "us-dmca-512"), monkeypatch)

    @pytest.fixture
    def first(self, caseworker: Actor, case: Case, by: Letterhead) -> Notice:
        (notice,) = confirm_sighting(
            caseworker, sighting_of(caseworker, case), ground="look", proof="kept", letterhead=by,
            now=timezone.now(),
        )  # fmt: skip
        return notice

    def test_it_is_never_taken_by_itself(self, first: Notice, by: Letterhead) -> None:
        assert first.law == "eu-dsa-16"
        way, abroad = other_ways(first, by)
        assert (way.number, way.copyright, way.own_name) == (2, True, False)
        assert (abroad.number, abroad.platform.key) == (3, "au-esafety")

    def test_a_regulator_for_some_cases_is_asked_only_when_somebody_says_so(
        self, first: Notice, by: Letterhead, caseworker: Actor
    ) -> None:
        (made,) = ask_another_way(caseworker, first, way=3, letterhead=by, now=timezone.now())
        assert (made.platform, made.law, made.route) == ("au-esafety", "au-online-safety", "form_sheet")
        assert "Online Safety Act 2021" in str(made.body)

    def test_without_the_second_yes_or_the_work_nothing_is_written(
        self, first: Notice, by: Letterhead, caseworker: Actor
    ) -> None:
        now = timezone.now()
        with pytest.raises(Refused, match="with the sender's name"):
            ask_another_way(caseworker, first, way=2, work=WORK, letterhead=by, now=now)
        with pytest.raises(Refused, match="who took it"):
            ask_another_way(caseworker, first, way=2, name_may_be_shown=True, letterhead=by, now=now)
        with pytest.raises(Refused, match="no other way"):
            ask_another_way(caseworker, first, way=1, letterhead=by, now=now)
        assert Notice.objects.count() == 1

    @SENDS
    def test_with_both_it_goes_out_with_all_that_the_law_demands(
        self, first: Notice, by: Letterhead, caseworker: Actor
    ) -> None:
        (notice,) = ask_another_way(
            caseworker, first, way=2, name_may_be_shown=True, work=WORK, letterhead=by, now=timezone.now()
        )
        assert (notice.second_yes_by, notice.proof) == (caseworker.pseudonym, "kept")
        assert WORK in str(notice.body)
        assert "under penalty of perjury" in " ".join(str(notice.body).split())
        run_sender(ScriptedRoute("email", takes), times=2)
        assert of(notice).state == NoticeState.HANDED_OVER

    @SENDS
    def test_one_that_lost_its_second_yes_does_not_leave(
        self, first: Notice, by: Letterhead, caseworker: Actor
    ) -> None:
        (notice,) = ask_another_way(
            caseworker, first, way=2, name_may_be_shown=True, work=WORK, letterhead=by, now=timezone.now()
        )
        Notice.objects.filter(pk=notice.pk).update(second_yes_by="", rank=0)
        email = ScriptedRoute("email", takes)
        run_sender(email)
        assert email.sent == []
        assert (of(notice).state, "second yes" in of(notice).reason) == (NoticeState.NOT_SENT, True)

    def test_what_is_gone_is_not_asked_for(self, first: Notice, by: Letterhead, caseworker: Actor) -> None:
        Link.objects.update(state=LinkState.GONE)
        with pytest.raises(Refused, match="gone already"):
            ask_another_way(
                caseworker, first, way=2, name_may_be_shown=True, work=WORK, letterhead=by, now=timezone.now()
            )


class TestOwnName:
    """Asked for at sending, sealed until the receipt, then gone."""

    @pytest.fixture
    def by(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Letterhead:
        return used(of_law(tmp_path, "kr-44-2"), monkeypatch)

    @pytest.fixture
    def notice(self, caseworker: Actor, case: Case, by: Letterhead) -> Notice:
        (first,) = confirm_sighting(
            caseworker, sighting_of(caseworker, case), ground="look", proof="kept", letterhead=by,
            now=timezone.now(),
        )  # fmt: skip
        (made,) = ask_another_way(caseworker, first, way=2, letterhead=by, now=timezone.now())
        Notice.objects.filter(pk=first.pk).update(state=NoticeState.WITHDRAWN)
        return made

    def test_it_waits_for_the_name(self, notice: Notice, caseworker: Actor) -> None:
        assert notice.state == NoticeState.PREPARED
        assert "--own-name" in notice.reason
        assert "${own_name}" in str(notice.body)
        with pytest.raises(Refused, match="own name"):
            send_prepared(caseworker, notice, now=timezone.now())

    @SENDS
    def test_it_leaves_with_the_name_which_is_then_nowhere(self, notice: Notice, caseworker: Actor) -> None:
        give_own_name(caseworker, notice, name=f"  {NAME} ", letterhead=letterhead(), now=timezone.now())
        assert OwnName.objects.get().name == NAME
        assert not in_the_database(NAME), "it rests sealed"
        email = ScriptedRoute("email", takes)
        run_sender(email, times=2)
        (letter,) = email.sent
        assert NAME in letter.body
        assert of(notice).state == NoticeState.HANDED_OVER
        assert not OwnName.objects.exists()
        assert NAME not in str(of(notice).body)
        assert not in_the_database(NAME), "nor in the ledger"

    def test_by_a_form_it_stands_on_the_sheet_until_the_number_is_written_down(
        self, caseworker: Actor, case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        by = used(of_law(tmp_path, "kr-44-2", FORM), monkeypatch)
        now = timezone.now()
        (first,) = confirm_sighting(
            caseworker, sighting_of(caseworker, case), ground="look", proof="kept", letterhead=by, now=now
        )
        (made,) = ask_another_way(caseworker, first, way=2, letterhead=by, now=now)
        assert made.state == NoticeState.PREPARED
        give_own_name(caseworker, made, name=NAME, letterhead=by, now=now)
        Notice.objects.filter(pk=first.pk).update(state=NoticeState.WITHDRAWN)
        claimed = claimed_notice()
        assert begin_attempt(claimed, now=now) is None
        (field,) = show_sheet(caseworker, of(made), letterhead=by, now=now).fields
        assert NAME in field.text
        record_form_receipt(caseworker, of(made), reference="4711", now=now)
        assert not OwnName.objects.exists()
        assert not in_the_database(NAME)

    @SENDS
    def test_while_nobody_can_tell_it_is_kept_and_then_erased(
        self, notice: Notice, caseworker: Actor
    ) -> None:
        give_own_name(caseworker, notice, name=NAME, letterhead=letterhead(), now=timezone.now())
        run_sender(ScriptedRoute("email", says(SentOrNot("broke"))))
        assert of(notice).state == NoticeState.UNKNOWN
        assert OwnName.objects.exists()
        resolve_unknown(caseworker, of(notice), sent=True, now=timezone.now())
        assert not OwnName.objects.exists()

    @SENDS
    def test_a_notice_that_cannot_be_sent_forgets_it_and_asks_again(
        self, notice: Notice, by: Letterhead, caseworker: Actor
    ) -> None:
        give_own_name(caseworker, notice, name=NAME, letterhead=letterhead(), now=timezone.now())
        run_sender(ScriptedRoute("email", says(NotSent("No.", try_again=False))))
        assert of(notice).state == NoticeState.NOT_SENT
        assert not OwnName.objects.exists()
        send_again(caseworker, of(notice), letterhead=by, now=timezone.now())
        assert of(notice).state == NoticeState.PREPARED
        assert "--own-name" in of(notice).reason

    def test_a_no_erases_it_too(self, notice: Notice, caseworker: Actor) -> None:
        OwnName.objects.create(notice=notice, name=NAME, given_at=timezone.now(), given_to="blue-heron")
        drop_prepared(caseworker, notice)
        assert not OwnName.objects.exists()

    @pytest.mark.parametrize("wrong", ["", "   ", "x" * 201, "Rosa\u202e", "Rosa\x00", "${sender_name}"])
    def test_what_is_no_name_is_refused(self, notice: Notice, caseworker: Actor, wrong: str) -> None:
        with pytest.raises(Refused, match="name"):
            give_own_name(caseworker, notice, name=wrong, letterhead=letterhead(), now=timezone.now())
        assert not OwnName.objects.exists()

    def test_other_notices_take_no_name(self, mail: Notice, caseworker: Actor) -> None:
        Notice.objects.filter(pk=mail.pk).update(state=NoticeState.PREPARED)
        with pytest.raises(Refused, match="must not stand in it"):
            give_own_name(caseworker, of(mail), name=NAME, letterhead=letterhead(), now=timezone.now())
        assert not OwnName.objects.exists()

    def test_who_may_not_give_it(self, notice: Notice, other_team: Actor, operator: Actor) -> None:
        for actor in (other_team, operator, ENGINE):
            with pytest.raises(PermissionRefused):
                give_own_name(actor, notice, name=NAME, letterhead=letterhead(), now=timezone.now())


def in_the_database(words: str) -> bool:
    wanted = words.encode()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - our own tables
            for row in cursor.fetchall():
                for value in row:
                    raw = bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
                    if wanted in raw:
                        return True
    return False


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
