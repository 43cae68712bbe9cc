"""`jikimi scan` as a helper runs it: real processes, real files."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from PIL import Image

from tests.fingerprint.decode.hostile import hostile_files
from tests.service.scan.places import STRANGERS, Helper, disguised, fill, helper_in, jpeg, json_lines, picture


def test_finds_the_disguised_and_nothing_else(helper: Helper) -> None:
    fill(helper.place)
    done = helper.scan("--json")
    sightings, summary = json_lines(done.stdout)
    assert done.returncode == 1
    assert {one["path"] for one in sightings} == {f"a-{name}.jpg" for name in disguised(picture("astronaut"))}
    assert {one["photo"] for one in sightings} == {"astronaut.jpg"}
    assert [one["path"] for one in sightings] == sorted(one["path"] for one in sightings)
    by_path = {one["path"]: one for one in sightings}
    assert by_path["a-mirrored.jpg"]["transform"]["mirrored"] is True
    assert by_path["a-turned.jpg"]["transform"]["turned"] % 360 == pytest.approx(270, abs=2)
    assert by_path["a-inside.jpg"]["kind"] in ("embedded", "altered")
    assert by_path["a-resized.jpg"]["signals"]["pdq_distance"] <= 31
    assert by_path["a-resized.jpg"]["second"] is None
    for one in sightings:
        assert {"post", "path", "photo", "verdict", "kind", "signals", "transform"} <= set(one)
        assert one["verdict"] in ("match", "look")
    assert summary["complete"] is True
    assert summary["pictures"] == len(STRANGERS) + 5
    assert summary["matches"] + summary["looks"] == 5
    assert summary["unreadable"] == 0


def test_unreadable_files_are_listed_and_counted(helper: Helper) -> None:
    fill(helper.place, strangers=STRANGERS[:2], copies=False)
    (helper.place / "broken.jpg").write_bytes(jpeg(picture("rocket"))[:300])
    (helper.place / "empty.png").write_bytes(b"")
    (helper.place / "notes.txt").write_text("hello")
    (helper.place / "clip.mp4").write_bytes(b"\0\0\0\x18ftypisom" + bytes(500))
    (helper.place / "link.jpg").symlink_to("/etc/passwd")
    (helper.place / ".hidden.jpg").write_bytes(b"x")
    os.mkfifo(helper.place / "pipe.jpg")
    done = helper.scan()
    assert done.returncode == 0
    assert "6 files could not be compared:" in done.stdout
    for name in ("broken.jpg", "empty.png", "notes.txt", "clip.mp4", "link.jpg", "pipe.jpg"):
        assert f"\n    {name}\n" in done.stdout + "\n"
    assert "The file is damaged and cannot be opened." in done.stdout
    assert "was not followed" in done.stdout
    assert "1 hidden name" in done.stdout
    summary = json_lines(helper.scan("--json").stdout)[1]
    assert summary["unreadable"] == len(summary["unreadable_files"]) == 6
    assert all(one["why"].endswith(".") for one in summary["unreadable_files"])


def test_a_folder_of_traps_is_gone_through(helper: Helper) -> None:
    for number, (_, make, _) in enumerate(hostile_files()[::4]):
        (helper.place / f"{number:03}.jpg").write_bytes(make())
    (helper.place / "zz-last.jpg").write_bytes(jpeg(picture("astronaut").resize((400, 400))))
    done = helper.scan("--json")
    sightings, summary = json_lines(done.stdout)
    assert done.returncode == 1
    assert [one["path"] for one in sightings if one["photo"] == "astronaut.jpg"][-1] == "zz-last.jpg"
    assert summary["posts"] == summary["pictures"] + summary["unreadable"]
    assert summary["unreadable"] > 10


def test_photos_too_flat_are_named_weak_ones_too_and_the_others_looked_for(helper: Helper) -> None:
    fill(helper.place, strangers=())
    Image.new("RGB", (500, 500), (80, 90, 100)).save(helper.photos / "wall.png")
    sky = picture("astronaut")
    sky.paste((180, 180, 180), (0, 0, sky.width, sky.height * 3 // 4))
    sky.save(helper.photos / "sky.png")
    picture("coffee").resize((180, 120)).save(helper.photos / "thumbnail.png")
    done = helper.scan("--json")
    assert done.returncode == 1
    assert "Cannot look for wall.png: This picture has too little in it to be recognised:" in done.stderr
    summary = json_lines(done.stdout)[1]
    assert (summary["photos"], [one["photo"] for one in summary["photos_refused"]]) == (4, ["wall.png"])
    assert "sky.png is weak: mostly sky" in done.stderr
    assert "thumbnail.png is weak: it is small." in done.stderr
    assert "coffee.jpg" not in done.stderr
    weak = [{"photo": "sky.png", "why": "weak"}, {"photo": "thumbnail.png", "why": "small"}]
    assert summary["photos_weak"] == weak


@pytest.mark.parametrize("what", ["only flat", "empty", "missing"])
def test_no_photo_to_look_for(tmp_path: Path, what: str) -> None:
    helper = helper_in(tmp_path, photos=())
    fill(helper.place)
    if what == "only flat":
        Image.new("RGB", (500, 500)).save(helper.photos / "black.png")
    if what == "missing":
        helper.photos.rmdir()
    done = helper.scan("--json")
    assert (done.returncode, done.stdout) == (2, "")
    assert "--photos" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("place", ["none", "place/a.jpg", "matrix://", "matrix://x/y", "#room"])
def test_a_place_that_is_none(helper: Helper, place: str) -> None:
    (helper.place / "a.jpg").write_bytes(b"x")
    done = helper.scan(place=place if place.startswith(("matrix", "#")) else helper.place.parent / place)
    assert (done.returncode, done.stdout) == (2, "")
    assert len(done.stderr.strip().splitlines()) == 1
    assert done.stderr.strip().endswith((".", "?"))


def test_a_folder_without_pictures_is_no_all_clear(helper: Helper) -> None:
    (helper.place / "notes.txt").write_text("hello")
    done = helper.scan()
    assert done.returncode == 2
    assert "notes.txt" in done.stdout
