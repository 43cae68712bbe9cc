"""Where a notice goes comes from the centre's configuration; how often we look comes from the playbook."""

from __future__ import annotations

import pytest

from jikimi.playbooks.duration import read_duration, write_duration
from jikimi.playbooks.load import load_all
from jikimi.playbooks.rate_limit import read_rate, write_rate
from jikimi.playbooks.route import DestinationUnknown

MATRIX = load_all().platforms["matrix-homeserver"]
REPORT, EMAIL = MATRIX.routes


def test_the_destination_is_filled_from_what_is_known() -> None:
    known = {"homeserver": "hs.example", "admin_contact": "admin@hs.example"}
    assert REPORT.destination_for(known) == "hs.example"
    assert EMAIL.destination_for(known) == "admin@hs.example"


@pytest.mark.parametrize("known", [{}, {"admin_contact": "  "}, {"homeserver": "hs.example"}])
def test_a_destination_nobody_named_is_asked_for(known) -> None:
    with pytest.raises(DestinationUnknown, match=r"Add `admin_contact` for it to jikimi\.toml\."):
        EMAIL.destination_for(known)


def test_the_looks_grow_further_apart() -> None:
    for pauses in (MATRIX.checks.after_asking_s, MATRIX.checks.once_gone_s):
        assert list(pauses) == sorted(pauses)
        assert pauses[0] >= 1


@pytest.mark.parametrize("text", ["1s", "90s", "10m", "24h", "48h", "7d", "3660d"])
def test_a_length_of_time_is_read_and_written_alike(text) -> None:
    assert read_duration(write_duration(read_duration(text))) == read_duration(text)


@pytest.mark.parametrize("text", ["1/1s", "30/1h", "999999/30d"])
def test_a_rate_is_read_and_written_alike(text) -> None:
    assert write_rate(read_rate(text)) == text


@pytest.mark.parametrize("text", ["30", "/1h", "-1/1h", "30/", "30/1h/1h", "\u0663/1h", "3e1/1h"])
def test_what_is_no_rate_is_refused(text) -> None:
    with pytest.raises(ValueError, match="write"):
        read_rate(text)


def test_where_the_playbook_says_nothing_gone_needs_three_looks_over_two_days() -> None:
    assert (MATRIX.gone_rule.looks, MATRIX.gone_rule.apart.days, MATRIX.gone_rule.vantages) == (3, 2, 1)


def test_a_web_address_finds_the_platform_whose_own_it_is(tmp_path) -> None:
    (tmp_path / "platforms").mkdir()
    for name, host in (("whole", "forum.example"), ("part", "old.forum.example")):
        (tmp_path / "platforms" / f"{name}.toml").write_text(
            f'name = "{name}"\nhosts = ["{host}"]\nlanguages = ["en"]\nanswers = "Nothing."\n'
            'order = "parallel"\n[[route]]\nkind = "email"\n'
            'destination = "${abuse_contact}"\nlaw = "eu-dsa-16"\n'
        )
    known = load_all([tmp_path])
    for host, key in (
        ("forum.example", "whole"),
        ("www.Forum.example.", "whole"),
        ("old.forum.example", "part"),
        ("a.old.forum.example", "part"),
        ("notforum.example", "generic-web-host"),
        ("forum.example.evil.test", "generic-web-host"),
    ):
        assert known.platform_for("web", host).key == key
