"""What a centre may have to tell others is data too: by country and age, marked until confirmed."""

from __future__ import annotations

from pathlib import Path

import pytest

from jikimi.playbooks.load import OURS, load_all
from jikimi.playbooks.problems import PlaybooksRefused

DUTY = (OURS / "duties" / "kr-youth-protection-34.toml").read_text()


def test_ours_are_few_and_marked() -> None:
    duties = load_all().duties
    assert set(duties) == {"kr-youth-protection-34", "us-federal-20341"}
    assert all(duty.to_be_confirmed and duty.text.to_be_confirmed for duty in duties.values())


def test_they_are_asked_for_by_country() -> None:
    known = load_all()
    assert [duty.key for duty in known.duties_in({"KR"})] == ["kr-youth-protection-34"]
    assert known.duties_in({"FR"}) == ()
    assert len(known.duties_in(set())) == 2


def test_the_centres_own_replaces_ours(tmp_path: Path) -> None:
    (tmp_path / "duties").mkdir()
    (tmp_path / "duties" / "kr-youth-protection-34.toml").write_text(DUTY.replace("under_age = 19\n", ""))
    assert load_all([tmp_path]).duties["kr-youth-protection-34"].under_age is None


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("under_age = 19", "under_age = 0", "`under_age`"),
        ("under_age = 19", "under_age = 19\nage = 19", "`age`"),
        ('country = "KR"', 'country = "Korea"', "`country`"),
        ('how_soon = "at once"\n', "", "`how_soon`: this is missing"),
    ],
)
def test_a_wrong_one_is_named_by_file_and_field(tmp_path: Path, old: str, new: str, says: str) -> None:
    (tmp_path / "duties").mkdir()
    file = tmp_path / "duties" / "one.toml"
    file.write_text(DUTY.replace(old, new))
    with pytest.raises(PlaybooksRefused) as refused:
        load_all([tmp_path])
    assert any(one.startswith(str(file)) and says in one for one in refused.value.problems)
