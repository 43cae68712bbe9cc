"""`jikimi case show` says what the centre may have to report, for the countries in which it watches."""

from __future__ import annotations

import json

from tests.installation import Installation


def test_the_duties_of_the_countries_are_shown_at_the_case(home: Installation, number: str) -> None:
    every = home.run("case", "show", number).stdout
    assert "Duty to report (KR, about a person under 19)" in every
    assert "Duty to report (US" in every
    assert "To be confirmed by the centre." in every
    basis = "The mandate of the ministry of 2026-01-05, number 7."
    assert home.run("authority", "record", "--country", "KR", "--basis", basis).returncode == 0
    shown = json.loads(home.run("case", "show", number, "--json").stdout)
    assert (shown["number"], shown["consents"]) == (number, ["watch"])
    assert [duty["country"] for duty in shown["duties_to_report"]] == ["KR"]
    assert shown["duties_to_report"][0]["under_age"] == 19
