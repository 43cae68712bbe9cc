"""The record that goes with a complaint: whole, in order, the same bytes each time, and nobody's secrets."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pymupdf
import pytest
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from django.utils import timezone

from jikimi.cases.actions.give_consent import give_consent
from jikimi.cases.actor import Actor
from jikimi.cases.models import Case, Consent
from jikimi.routes.email.signing import load_or_create
from jikimi.sources.base import Grade
from jikimi.takedown.actions.record_answer import record_answer
from jikimi.takedown.actions.settle_answer import write_down_answer
from jikimi.takedown.breach_pack.files import pack_files
from jikimi.takedown.letterhead import Letterhead
from jikimi.takedown.models import Answer, Attempt, Check, Link, Notice
from tests.takedown.clocks import asked, clock_of, look, ring, sent, with_law
from tests.takedown.found import sighting_of

pytestmark = pytest.mark.django_db

HOSTILE = "<img src=x onerror=alert(1)> {digest} \x1b[2J 삭제하지 않겠습니다 & so on"


@pytest.fixture
def by(tmp_path: Path) -> Letterhead:
    return replace(with_law(tmp_path), sender_name="지킴이 센터", time_zone="Asia/Seoul")


@pytest.fixture
def start() -> datetime:
    return timezone.now().replace(microsecond=0)


@pytest.fixture
def notice(caseworker: Actor, case: Case, by: Letterhead, start: datetime) -> Notice:
    asked(caseworker, sighting_of(caseworker, case), by, start)
    notice = sent(start)
    look(start + timedelta(hours=1), Grade.LIVE)
    record_answer(caseworker, notice, refused=False, words=HOSTILE, now=start + timedelta(hours=2))
    look(start + timedelta(hours=49), Grade.LIVE)
    ring(by, start + timedelta(hours=48))
    return notice


def files(notice: Notice, by: Letterhead, at: datetime) -> dict[str, bytes]:
    return {file.name: file.content for file in pack_files(clock_of(notice), by, at)}


def text_of(pdf: bytes) -> str:
    """Without spaces: where a line ends is for the page to say."""
    with pymupdf.open("pdf", pdf) as document:  # type: ignore[no-untyped-call]
        return "".join("".join(page.get_text().split()) for page in document)


def test_everything_is_there_in_order(notice: Notice, by: Letterhead, start: datetime) -> None:
    made = files(notice, by, start + timedelta(hours=50))
    pack = json.loads(made["breach-pack.json"])
    events = pack["events"]
    assert [event["what"] for event in events] == [
        "notice",
        "attempt",
        "receipt",
        "check",
        "receipt",
        "check",
    ]
    assert [event["at"] for event in events] == sorted(event["at"] for event in events)
    assert events[0]["text"] == notice.body
    assert events[2]["reference"] == "4711"
    assert pack["deadline"]["hours"] == 48
    assert pack["ledger"][0]["verb"]
    assert [entry["seq"] for entry in pack["ledger"]] == sorted(entry["seq"] for entry in pack["ledger"])
    text = text_of(made["breach-pack.pdf"])
    for said in (
        notice.public_id,
        "지킴이 센터",
        "삭제하지 않겠습니다",
        "4711",
        pack["ledger"][-1]["hash"][:20],
    ):
        assert said.replace(" ", "") in text


def test_a_refusal_stands_in_it_and_no_time_has_ended_that_runs(
    caseworker: Actor, notice: Notice, by: Letterhead, start: datetime
) -> None:
    at = start + timedelta(hours=3)
    write_down_answer(
        caseworker, notice, means="refused", reasons=["NOT_ILLEGAL_CONTENT"], words="No.", now=at
    )
    Answer.objects.get().about.set(Link.objects.all())
    made = files(notice, by, at)
    pack = json.loads(made["breach-pack.json"])
    (answer,) = [event for event in pack["events"] if event["what"] == "answer"]
    assert (answer["said"], answer["reasons"]) == ("refused", ["NOT_ILLEGAL_CONTENT"])
    assert answer["links"] == [1]
    assert (pack["deadline"]["ended_at"], bool(pack["deadline"]["ends_at"])) == ("", True)
    text = text_of(made["breach-pack.pdf"])
    assert "theywillnotremoveit;theydonotholdittobeillegal(NOT_ILLEGAL_CONTENT);Addresses:1" in text
    assert "Thetimeended" not in text
    assert "Thetimeended" in text_of(files(notice, by, start + timedelta(hours=50))["breach-pack.pdf"])


def test_what_was_seen_is_told_with_its_place_and_its_hash(
    notice: Notice, by: Letterhead, start: datetime
) -> None:
    Check.objects.create(
        link=Link.objects.get(),
        at=start + timedelta(hours=1),
        grade="live",
        vantage="seoul",
        seen={"page_status": 200},
        sealed=json.dumps({"final_url": "https://board.example/1", "page_sha256": "5a" * 32}),
    )
    Attempt.objects.update(signed_sha256="7b" * 32)
    made = files(notice, by, start + timedelta(hours=50))
    (check,) = [
        one for one in json.loads(made["breach-pack.json"])["events"] if one.get("vantage") == "seoul"
    ]
    assert check["seen"]["page_sha256"] == "5a" * 32
    text = text_of(made["breach-pack.pdf"])
    assert "lookedatfromseoul:live" in text
    assert "5a" * 32 in text
    assert "7b" * 32 in text, "what the page for checking shows of this notice"


def test_what_others_wrote_is_only_text(notice: Notice, by: Letterhead, start: datetime) -> None:
    made = files(notice, by, start + timedelta(hours=50))
    assert "<imgsrc=xonerror=alert(1)>{digest}" in text_of(made["breach-pack.pdf"])
    assert b"\x1b" not in made["breach-pack.json"]


def test_it_is_the_same_each_time(notice: Notice, by: Letterhead, start: datetime) -> None:
    at = start + timedelta(hours=50)
    assert files(notice, by, at) == files(notice, by, at)


def test_nobodys_secrets_are_in_it(
    notice: Notice, by: Letterhead, start: datetime, case: Case, caseworker: Actor
) -> None:
    Notice.objects.filter(pk=notice.pk).update(ground_words="hush-words")
    made = files(notice, by, start + timedelta(hours=50))
    whole = made["breach-pack.json"].decode() + text_of(made["breach-pack.pdf"])
    for secret in (case.number, caseworker.pseudonym, "hush-words", "@somebody"):
        assert secret not in whole


def test_hashes_of_pictures_only_where_the_person_said_yes(
    notice: Notice, by: Letterhead, start: datetime, caseworker: Actor, case: Case
) -> None:
    Link.objects.update(pdq="ab" * 32)
    at = start + timedelta(hours=50)
    assert b"ab" * 32 not in files(notice, by, at)["breach-pack.json"]
    give_consent(caseworker, case, Consent.Kind.SHARE_WITH_PLATFORMS)
    assert b"ab" * 32 in files(notice, by, at)["breach-pack.json"]


def test_it_is_signed_where_there_is_a_key(
    notice: Notice, by: Letterhead, start: datetime, tmp_path: Path
) -> None:
    at = start + timedelta(hours=50)
    assert set(files(notice, by, at)) == {"breach-pack.json", "breach-pack.pdf"}
    key = load_or_create(tmp_path / "key.pem")
    made = files(notice, replace(by, key=key), at)
    public = load_pem_public_key(key.public_pem.encode())
    for name in ("breach-pack.json", "breach-pack.pdf"):
        public.verify(made[f"{name}.sig"], made[name])  # type: ignore[union-attr, call-arg]
    assert json.loads(made["breach-pack.json"])["key"]["id"] == key.id


def test_very_many_looks_stay_within_bounds(notice: Notice, by: Letterhead, start: datetime) -> None:
    link = Link.objects.get()
    Check.objects.bulk_create(
        Check(link=link, at=start + timedelta(minutes=n), grade="live", seen={"status": 200, "ratio": 0.5})
        for n in range(2000)
    )
    made = files(notice, by, start + timedelta(hours=50))
    assert len(made["breach-pack.pdf"]) < 2_000_000
    assert "furtherlooksareinbreach-pack.json" in text_of(made["breach-pack.pdf"])
    assert b'"ratio":"0.5"' in made["breach-pack.json"]


def test_the_koreans_words(notice: Notice, by: Letterhead, start: datetime) -> None:
    made = files(notice, replace(by, language="ko"), start + timedelta(hours=50))
    text = text_of(made["breach-pack.pdf"])
    assert "접수부터48시간" in text
    assert "Asia/Seoul" not in text, "this law counts in UTC"
