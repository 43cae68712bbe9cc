"""`jikimi stuck`, and what `jikimi status` says first."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.installation import Installation

PREPARE = """
from jikimi.service.prepare import ready
ready()
from datetime import timedelta
from pathlib import Path
from django.utils import timezone
from jikimi.service.who import helper, operator
from jikimi.watch.actions.record_authority import record_authority
from jikimi.cases.actions.give_consent import give_consent
from jikimi.cases.actions.open_case import open_case
from jikimi.routes.base import Receipt, ReceiptGrade
from jikimi.sources.base import Grade
from jikimi.takedown.actions.decide_prepared import send_prepared
from jikimi.takedown.actions.begin_attempt import begin_attempt, claim_notice
from jikimi.takedown.actions.record_not_sent import record_not_sent
from tests.takedown.clocks import asked, look, ring, sent, with_law
from tests.takedown.found import sighting_of
person = helper()
record_authority(operator(), country="KR", basis="An example, for a test only.", now=timezone.now())
case = open_case(person, team_id=min(person.team_ids))
for kind in ("watch", "ask_platforms"):
    give_consent(person, case, kind)
by = with_law(Path(FOLDER))
now = timezone.now()
start = now - timedelta(hours=50)
first = asked(person, sighting_of(person, case), by, start)
sent(start)
ring(by, now)
look(now, Grade.LIVE)
(made,) = ring(by, now + timedelta(minutes=6))
if SEND:
    send_prepared(person, made, now=now)
    ours = claim_notice(now=now, lease_s=60, due_by=now)
    attempt = begin_attempt(ours, now=now)
    record_not_sent(ours, attempt, "No such mailbox.", try_again=False, now=now)
print(first.public_id, made.public_id)
"""


def _prepared(installation: Installation, *, send: bool) -> tuple[str, str]:
    folder = str(installation.folder / "playbooks")
    ran = installation.python("-c", PREPARE.replace("FOLDER", repr(folder)).replace("SEND", str(send)))
    assert ran.returncode == 0, ran.stderr
    first, made = ran.stdout.split()
    return first, made


@pytest.fixture
def here(tmp_path: Path) -> Installation:
    return Installation(tmp_path / "installation")


def test_the_next_step_its_pack_and_its_end(here: Installation) -> None:
    """What the commands beside each thing do is what resolves it."""
    first, made = _prepared(here, send=False)
    told = json.loads(here.run("stuck", "--json").stdout)["stuck"]
    assert [(one["what"], one["subject"]) for one in told] == [("next step waits", made)]
    assert told[0]["do"] == [f"jikimi notices send {made}", f"jikimi notices drop {made}"]

    out = here.folder / "pack"
    written = here.run("notices", "breach-pack", made, "--out", out)
    assert written.returncode == 0, written.stderr
    assert {file.name for file in out.iterdir()} == {"breach-pack.json", "breach-pack.pdf"}
    assert all(file.stat().st_mode & 0o077 == 0 for file in out.iterdir())
    assert json.loads((out / "breach-pack.json").read_text())["notice"] == first
    again = here.run("notices", "breach-pack", made, "--out", out)
    assert (again.returncode, "never overwritten" in again.stderr) == (2, True)

    assert here.run("notices", "drop", made).returncode == 0
    words = here.run("stuck").stdout
    assert words.startswith(f"DEADLINE PASSED: {first}, case ")
    assert here.run("notices", "let-go", first, "--why", "The site is gone.").returncode == 0
    assert here.run("stuck").stdout == "Nothing needs a person.\n"


def test_a_complaint_without_a_receipt_is_the_first_thing_said(here: Installation) -> None:
    _first, made = _prepared(here, send=True)
    words = here.run("status").stdout.splitlines()
    assert words[2] == "COMPLAINTS THAT NOBODY HAS RECEIVED:"
    assert made in words[3]
    assert "No such mailbox." in words[3]
    assert words[4].strip() == f"jikimi notices again {made}"
    status = json.loads(here.run("status", "--json").stdout)
    assert [one["what"] for one in status["escalations_without_receipt"]] == ["escalation without receipt"]
    assert status["takedown"]["deadlines"]["passed"] == 1
