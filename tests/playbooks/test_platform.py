"""Where a notice goes comes from the centre's configuration; how often we look comes from the playbook."""

from __future__ import annotations

import pytest

from jikimi.playbooks.duration import read_duration, write_duration
from jikimi.playbooks.load import load_all
from jikimi.playbooks.platform import DestinationUnknown

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
