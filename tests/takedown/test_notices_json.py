"""`jikimi notices list` and `show` say the same to a person and to a program."""

from __future__ import annotations

import json

from tests.installation import Installation


def test_nothing_written_yet(installation: Installation) -> None:
    installation.run("case", "open", "--consent", "watch")
    assert installation.run("notices", "list").stdout == "No notice has been written yet.\n"
    told = json.loads(installation.run("notices", "--json").stdout)
    assert told == {"notices": [], "ways_that_stopped_working": []}


def test_a_notice_that_is_not_there_is_refused_in_a_sentence(installation: Installation) -> None:
    installation.run("case", "open", "--consent", "watch")
    refused = installation.run("notices", "show", "JK-AAAAAAAAAAAA", "--json")
    assert refused.returncode == 2
    assert refused.stdout == ""
    assert "There is no such notice among yours." in refused.stderr
