"""Ways that are taken only when a person names them: copyright needs a second yes and the work."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.utils import timezone

from jikimi.cases.actor import Actor
from jikimi.cases.models import Case
from jikimi.takedown.actions.ask_another_way import ask_another_way, other_ways
from jikimi.takedown.actions.confirm_sighting import confirm_sighting
from jikimi.takedown.letterhead import Letterhead
from jikimi.takedown.models import Link, LinkState, Notice, NoticeState
from jikimi.takedown.refusals import Refused
from tests.takedown.before_sending.of_law import SENDS, of, of_law, used
from tests.takedown.found import sighting_of
from tests.takedown.sending.scripted import ScriptedRoute, run_sender, takes

pytestmark = pytest.mark.django_db

WORK = "A photograph that the person took of herself in 2024."


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

    def test_a_host_in_another_country_is_asked_in_its_language(
        self, first: Notice, by: Letterhead, caseworker: Actor
    ) -> None:
        now = timezone.now()
        (made,) = ask_another_way(caseworker, first, way=3, language="ko", letterhead=by, now=now)
        assert (first.language, made.language) == ("en", "ko")
        assert "통지" in str(made.body)

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
