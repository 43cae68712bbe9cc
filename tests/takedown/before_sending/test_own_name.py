"""The person's own name: asked for at sending, sealed, gone with the receipt."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from jikimi.cases.actor import ENGINE, Actor, PermissionRefused
from jikimi.cases.models import Case
from jikimi.routes.base import NotSent, SentOrNot
from jikimi.takedown.actions.ask_another_way import ask_another_way
from jikimi.takedown.actions.begin_attempt import begin_attempt
from jikimi.takedown.actions.confirm_sighting import confirm_sighting
from jikimi.takedown.actions.decide_prepared import drop_prepared, send_prepared
from jikimi.takedown.actions.give_own_name import give_own_name
from jikimi.takedown.actions.record_form_receipt import record_form_receipt
from jikimi.takedown.actions.resolve_unknown import resolve_unknown
from jikimi.takedown.actions.send_again import send_again
from jikimi.takedown.actions.show_sheet import show_sheet
from jikimi.takedown.letterhead import Letterhead
from jikimi.takedown.models import Notice, NoticeState, OwnName
from jikimi.takedown.refusals import Refused
from tests.takedown.before_sending.of_law import SENDS, of, of_law, used
from tests.takedown.found import claimed_notice, sighting_of
from tests.takedown.sending.scripted import ScriptedRoute, run_sender, says, takes
from tests.watch.engine import letterhead

pytestmark = pytest.mark.django_db

NAME = "Rosa Beispiel-김"
FORM = (
    'kind = "form_sheet"\ndestination = "https://forms.example/harm"\n'
    '[[route.field]]\nname = "text"\nlabel = "Text"\ntext = "${body}"\n'
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
        (sealed,) = sealed_names()
        assert sealed in all_files(), "the search would find it"
        run_sender(email, times=2)
        (letter,) = email.sent
        assert sealed not in all_files(), (
            "who holds the key finds nothing to open, neither here nor in the log"
        )
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


def sealed_names() -> list[bytes]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM takedown_ownname")
        return [bytes(row[0]) for row in cursor.fetchall()]


def all_files() -> bytes:
    """The database's file and its log; of PostgreSQL what a dump would hold."""
    if connection.vendor != "sqlite":
        return b"".join(sealed_names())
    whole = Path(connection.settings_dict["NAME"])
    return b"".join(path.read_bytes() for path in whole.parent.glob(f"{whole.name}*"))


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
