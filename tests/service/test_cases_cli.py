"""What a helper does with cases and photographs on the command line, on both databases."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.installation import Installation
from tests.photos import flat_picture, photograph


def test_from_a_new_machine_to_a_protected_photo_and_back(installation: Installation, tmp_path: Path) -> None:
    photos = [photograph(tmp_path, "astronaut"), photograph(tmp_path, "chelsea", "png")]
    kept = installation.run(
        "protect", *photos, "--kind", "original", "--case", "new", "--consent", "watch,ask_platforms"
    )
    assert kept.returncode == 0, kept.stderr
    first = kept.stdout.splitlines()[0]
    assert first.startswith("2 photos protected in case ")
    number = first.split("case ")[1].split(",")[0]

    again = installation.run("protect", photos[0], "--kind", "original", "--case", number)
    assert again.stdout == f"1 photo already protected in case {number} before.\n"

    allowed = installation.run("allow", "https://school.example/class", "--case", number)
    assert allowed.returncode == 0
    shown = installation.run("case", "show", number).stdout
    assert "Yes to: watch, ask_platforms" in shown
    assert "Allowed: https://school.example/class" in shown
    assert installation.run("case", "withdraw-photo", number, 1).returncode == 0

    withdrawn = installation.run("consent", "withdraw", number, "watch")
    assert "out of the bank" in withdrawn.stdout
    assert "Photo" not in installation.run("case", "show", number).stdout
    refused = installation.run("protect", photos[0], "--kind", "original", "--case", number)
    assert (refused.returncode, refused.stdout) == (2, "")
    assert "has not said yes to watching" in refused.stderr
    assert installation.run("verify", "ledger").returncode == 0


def test_the_photo_itself_is_nowhere(empty_home: Installation, tmp_path: Path) -> None:
    photo = photograph(tmp_path)
    empty_home.run("protect", photo, "--kind", "item", "--case", "new", "--consent", "watch")
    content = photo.read_bytes()
    for path in empty_home.folder.rglob("*"):
        if path.is_file():
            assert content[1000:1100] not in path.read_bytes()
            assert photo.name.encode() not in path.read_bytes()


def test_a_flat_photo_is_refused_in_plain_words_and_the_others_are_kept(
    empty_home: Installation, tmp_path: Path
) -> None:
    ended = empty_home.run(
        "protect", photograph(tmp_path), flat_picture(tmp_path),
        "--kind", "original", "--case", "new", "--consent", "watch",
    )  # fmt: skip
    assert ended.returncode == 2
    assert "1 photo protected" in ended.stdout
    assert "flat.png: This picture has too little in it to be recognised" in ended.stderr


def test_no_case_is_opened_for_photos_that_cannot_be_protected(
    empty_home: Installation, tmp_path: Path
) -> None:
    broken = tmp_path / "broken.jpg"
    broken.write_bytes(photograph(tmp_path).read_bytes()[:300])
    ended = empty_home.run(
        "protect", flat_picture(tmp_path), broken, "--kind", "original", "--case", "new", "--consent", "watch"
    )
    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr.count("Not protected: ") == 2
    assert "no case yet" in empty_home.run("case", "list").stdout


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--case", "new"), "Say which yeses the person gave"),
        (("--case", "new", "--consent", "ask_platforms"), "nothing may be kept"),
        (("--case", "new", "--consent", "everything"), "watch, ask_platforms"),
        (("--case", "26-9999"), "no case '26-9999' among yours"),
    ],
)
def test_nothing_is_kept_without_her_yes(
    home: Installation, tmp_path: Path, arguments: tuple[str, ...], says: str
) -> None:
    ended = home.run("protect", photograph(tmp_path), "--kind", "original", *arguments)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert says in ended.stderr
    assert "Traceback" not in ended.stderr


def test_what_is_not_a_photo_is_named_before_any_work(empty_home: Installation, tmp_path: Path) -> None:
    for path, says in ((tmp_path, "is a folder"), (tmp_path / "none.jpg", "There is no photo at")):
        ended = empty_home.run("protect", path, "--kind", "original", "--case", "new", "--consent", "watch")
        assert ended.returncode == 2
        assert says in ended.stderr
    assert list(empty_home.home.iterdir()) == []


def test_a_whole_site_must_be_meant(home: Installation, number: str) -> None:
    refused = home.run("allow", "https://school.example/", "--case", number)
    assert refused.returncode == 2
    assert "--whole-site" in refused.stderr
    assert home.run("allow", "https://school.example/", "--case", number, "--whole-site").returncode == 0
    assert home.run("allow", "https://school.example/", "--case", number, "--remove").returncode == 0
    assert home.run("allow", "https://school.example/", "--case", number, "--remove").returncode == 2


def test_a_name_is_no_pseudonym(home: Installation) -> None:
    home.more["JIKIMI_AS"] = "Ann Example"
    ended = home.run("case", "open", "--consent", "watch")
    assert ended.returncode == 2
    assert "pseudonym" in ended.stderr


def test_a_broken_configuration_stops_with_its_place(empty_home: Installation) -> None:
    (empty_home.home / "jikimi.toml").write_text("[watch]\nkeep_days = 'long'\n")
    ended = empty_home.run("case", "list")
    assert ended.returncode == 2
    assert "watch.keep_days" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_keys_inside_the_data_folder_are_refused(empty_home: Installation) -> None:
    empty_home.more["JIKIMI_KEYS"] = str(empty_home.home / "keys")
    ended = empty_home.run("case", "open", "--consent", "watch")
    assert ended.returncode == 2
    assert "must not lie in the data folder" in ended.stderr
