"""A playbook that is wrong is refused with a sentence: which file, which line, which field, what to do."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from jikimi.playbooks.load import MAX_BYTES, OURS, load_all
from jikimi.playbooks.problems import PlaybooksRefused


def plain(text: str, *tables: str) -> str:
    """Without some tables and fields of ours, so that a test can write its own."""
    for table in tables:
        text = re.sub(rf"\n{re.escape(table)}\n(?:.+\n)*", "", text)
    return re.sub(r"(?m)^(checked_on|rate_limit|repeat_every) = .*\n", "", text)


LAW = plain((OURS / "laws" / "us-take-it-down.toml").read_text(), "[[next_step]]")
PLATFORM = plain((OURS / "platforms" / "matrix-homeserver.toml").read_text(), "[gone_rule]")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "laws").mkdir()
    (tmp_path / "platforms").mkdir()
    return tmp_path


def problems(folder: Path) -> tuple[str, ...]:
    with pytest.raises(PlaybooksRefused) as refused:
        load_all([folder])
    return refused.value.problems


def line(text: str, start: str) -> int:
    return next(n for n, one in enumerate(text.splitlines(), start=1) if one.startswith(start))


def test_the_centres_own_replaces_ours_of_the_same_key(folder: Path) -> None:
    (folder / "laws" / "us-take-it-down.toml").write_text(LAW.replace("hours = 48", "hours = 12"))
    (folder / "platforms" / "harbour-forum.toml").write_text(PLATFORM.replace('["matrix"]', '["forum"]'))
    loaded = load_all([folder])
    assert loaded.laws["us-take-it-down"].deadline.hours == 12
    assert loaded.platform_for("forum").key == "harbour-forum"
    assert set(loaded.laws) == set(load_all().laws)


def test_what_is_loaded_cannot_be_changed() -> None:
    loaded = load_all()
    with pytest.raises(TypeError):
        loaded.laws["x"] = loaded.laws["eu-dsa-16"]  # type: ignore[index]
    with pytest.raises(ValueError, match="frozen"):
        loaded.laws["eu-dsa-16"].name = "x"  # type: ignore[misc]


WRONG_LAWS = [
    ("hours = 48", "hours = 0", "hours = 0", "deadline.hours"),
    ("hours = 48", 'hours = "48"', 'hours = "48"', "deadline.hours"),
    ("hours = 48", "hours = 48\nminutes = 2", "minutes", "not a field we know"),
    ('country = "US"', 'country = "us"', "country", "country"),
    ('country = "US"\n', "", None, "`country`: this is missing"),
    ("date = 2026-05-19\n", "", "[text]", "`text`"),
    ("date = 2026-05-19", 'date = "soon"', "date = ", "text.date"),
    ('element = "good faith"', 'element = "stamp"', 'element = "stamp"', "required[3].element"),
    ('languages = ["en", "ko"]', 'languages = ["en"]', None, "the same languages"),
    ('languages = ["en", "ko"]', 'languages = ["en", "ko", "ko"]', None, "twice"),
    ("${sender_contact}\n\nPlease", "-\n\nPlease", None, "${sender_contact}"),
    ("${ground}\n\n${good_faith}\n\nWhat", "${grund}\n\n${good_faith}\n\nWhat", "[draft.en]", "${grund}"),
    ("\n${urls}\n\nWhy we", "\nAt ${urls}\n\nWhy we", "[draft.en]", "line of its own"),
    (
        "Contact: ${sender_contact}\n\nPlease",
        "Contact: ${sender_contact}\n[your name]\n\nPlease",
        None,
        "[your name]",
    ),
    ('notice ${notice_id}"', 'a notice"', "[draft.en]", "${notice_id}"),
    ("Please name ${notice_id}", "Please pay 5 $ and name ${notice_id}", "[draft.en]", "$$"),
    ("hours = 48", "hours = 48\nbusiness_days = 2", "[deadline]", "not both"),
    ("hours = 48", "hours = 48\nholidays = [2026-09-24]", "[deadline]", "hours pass on every day"),
    ('counted_from = "receipt"', 'counted_from = "dawn"', "counted_from", "deadline.counted_from"),
    ('time_zone = "UTC"', 'time_zone = "Korea time"', "time_zone", '"Asia/Seoul"'),
    ('country = "US"', 'country = "US"\nchecked_on = 2999-01-01', "checked_on", "has not come yet"),
    ('country = "US"', 'country = "US"\ncopyright = "yes"', "copyright", "`copyright`"),
    (
        "[draft.en]",
        '[[next_step]]\nwords = "Then."\nafter = "0s"\n\n[draft.en]',
        "[[next_step]]",
        "the `regulator` it goes to",
    ),
    (
        "[draft.en]",
        '[[next_step]]\nwords = "Then."\nlaw = "us-nothing"\nafter = "0s"\n\n[draft.en]',
        'law = "us-nothing"',
        'there is no law "us-nothing"',
    ),
    (
        "[draft.en]",
        '[[next_step]]\nwords = "Then."\nregulator = "matrix-homeserver"\nafter = "soon"\n\n[draft.en]',
        'after = "soon"',
        "next_step[1].after",
    ),
    (
        "[draft.en]",
        '[[next_step]]\nwords = "Then."\nregulator = "matrix-homeserver"\nafter = "2d"\n\n[draft.en]',
        'regulator = "matrix-homeserver"',
        'there is no regulator "matrix-homeserver"',
    ),
    ("[sender]", "[sender]\nown_name_required = true", None, "${own_name}"),
    ("Contact: ${sender_contact}", "Contact: ${own_name} ${sender_contact}", None, "own_name_required"),
    ('may = ["person", "authorised"]', 'may = ["nobody"]', "may = ", "sender.may[1]"),
]


@pytest.mark.parametrize(("old", "new", "points_at", "says"), WRONG_LAWS)
def test_a_wrong_law_is_named_by_file_line_and_field(folder: Path, old, new, points_at, says) -> None:
    wrong = LAW.replace(old, new)
    assert wrong != LAW
    file = folder / "laws" / "us-take-it-down.toml"
    file.write_text(wrong)
    found = problems(folder)
    assert any(says in one for one in found), found
    assert all(one.startswith(str(file)) and one.endswith(".") for one in found)
    if points_at:
        assert any(f", line {line(wrong, points_at)}" in one for one in found), found


def test_what_only_follows_from_a_mistake_is_not_told_beside_it(folder: Path) -> None:
    file = folder / "laws" / "us-take-it-down.toml"
    file.write_text(LAW.replace('languages = ["en", "ko"]', "languages = [5]"))
    assert [one for one in problems(folder) if "at least" in one] == []
    assert any("languages[1]" in one for one in problems(folder))


WRONG_PLATFORMS = [
    ('"1m"', '"1 minute"', "after_asking", "such as"),
    ('"1m"', '"0m"', "after_asking", "between one second and ten years"),
    ('"1m"', "60", "after_asking", "such as"),
    ('destination = "${admin_contact}"', 'destination = "${boss}"', None, "${boss}"),
    ('kind = "email"', 'kind = "pigeon"', 'kind = "pigeon"', "route[2].kind"),
    ('order = "parallel"', 'order = "sequence"', None, "next_route_after"),
    ('law = "eu-dsa-16"', 'law = "eu-dsa-99"', None, 'there is no law "eu-dsa-99"'),
    ('languages = ["en"]', "languages = []", "languages", "`languages`"),
    ('languages = ["en"]', 'languages = ["English"]', "languages", "languages[1]"),
    ("order = ", 'hosts = ["https://a.example/"]\norder = ', "hosts", "hosts[1]"),
    ("order = ", "regulator = true\norder = ", None, "removes nothing itself"),
    ('bound_by = ["eu-dsa-16"', 'bound_by = ["eu-dsa-99"', "bound_by", 'there is no law "eu-dsa-99"'),
    ('kind = "email"', 'kind = "email"\nrate_limit = "30 an hour"', "rate_limit", '"30/1h"'),
    ('kind = "email"', 'kind = "email"\nrate_limit = "0/1h"', "rate_limit", '"30/1h"'),
    ('destination = "${admin_contact}"', 'destination = "abuse at host"', None, "not a mail address"),
    (
        'destination = "${admin_contact}"',
        'destination = "a@b.example, c@d"',
        None,
        "not a mail address",
    ),
    ('kind = "email"', 'kind = "email"\nrepeat_every = "59m"', None, "an hour at least"),
    ('kind = "email"', 'kind = "email"\nrepeat_every = "daily"', "repeat_every", "such as"),
    ('kind = "email"', 'kind = "email"\nprior_success = 1.5', "prior_success", "route[2].prior_success"),
    ('kind = "email"', 'kind = "email"\nprior_hours = nan', "prior_hours", "route[2].prior_hours"),
    ('kind = "email"', 'kind = "email"\nmax_links_per_notice = 51', "max_links", "max_links_per_notice"),
    ('kind = "email"', 'kind = "form_sheet"', None, "[[route.field]]"),
    (
        "\n[checks]",
        '\n[[route.field]]\nname = "url"\nlabel = "Link"\ntext = "${urls}"\n[checks]',
        None,
        "no other kind",
    ),
    (
        "\n[checks]",
        '\n[[route.field]]\nname = "url"\nlabel = "Link"\ntext = "${uri}"\n[checks]',
        "[[route.field]]",
        "${uri}",
    ),
    ("[checks]", "[gone_rule]\nlooks = 1\n\n[checks]", "looks = 1", "gone_rule.looks"),
    ('kind = "matrix_report"', 'kind = "matrix_report"\nattach_xarf = true', None, "attach_xarf"),
]


@pytest.mark.parametrize(("old", "new", "points_at", "says"), WRONG_PLATFORMS)
def test_a_wrong_platform_is_named_by_file_line_and_field(folder: Path, old, new, points_at, says) -> None:
    wrong = PLATFORM.replace(old, new)
    assert wrong != PLATFORM
    (folder / "platforms" / "matrix-homeserver.toml").write_text(wrong)
    found = problems(folder)
    assert any(says in one for one in found), found
    if points_at:
        assert any(f", line {line(wrong, points_at)}" in one for one in found), found


def test_all_problems_of_all_files_come_at_once(folder: Path) -> None:
    (folder / "laws" / "a.toml").write_text("name = ")
    (folder / "laws" / "b.toml").write_bytes(b"\xff\xfe")
    (folder / "laws" / "C d.toml").write_text(LAW)
    (folder / "laws" / "deep.toml").write_text("a = " + "[" * 20_000)
    (folder / "laws" / "large.toml").write_text("#" * (MAX_BYTES + 1))
    (folder / "laws" / "number.toml").write_text("name = " + "1" * 10_000)
    (folder / "laws" / "folder.toml").mkdir()
    found = problems(folder)
    assert len(found) == 7
    says = "\n".join(found)
    for part in (
        "not valid TOML",
        "not UTF-8",
        "small letters",
        "nested too deeply",
        "larger than",
        "could not be read",
    ):
        assert part in says


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    assert "does not exist" in problems(tmp_path / "nowhere")[0]


def test_too_many_files_are_refused(folder: Path) -> None:
    for number in range(501):
        (folder / "laws" / f"law-{number}.toml").touch()
    assert "more than 500" in problems(folder)[0]


def test_a_copy_of_ours_loads_unchanged(tmp_path: Path) -> None:
    for part in ("laws", "platforms", "duties"):
        shutil.copytree(OURS / part, tmp_path / part)
    assert load_all([tmp_path]) == load_all()
