"""Videos in a scan: which second, which part, and the preview beside it."""

from __future__ import annotations

import re

import pytest

from tests.fingerprint.decode.films import film, sound_only
from tests.service.scan.places import Helper, disguised, jpeg, json_lines, picture
from tests.sources.telegram_export.exports import message, single_chat, write


def test_a_video_names_the_second(helper: Helper) -> None:
    wanted = disguised(picture("astronaut"))
    scenes = [(picture("coffee"), 3), (picture("cat"), 2), (wanted["cropped"], 2), (picture("rocket"), 3)]
    (helper.place / "clip.mp4").write_bytes(film(scenes, size=(640, 480)))
    (helper.place / "clip.webm").write_bytes(film(scenes, "webm", size=(640, 480)))
    (helper.place / "moving.gif").write_bytes(film(scenes, "gif", size=(640, 480)))
    sightings, summary = json_lines(helper.scan("--json").stdout)
    astronaut = [one for one in sightings if one["photo"] == "astronaut.jpg"]
    assert [one["path"] for one in astronaut] == ["clip.mp4", "clip.webm", "moving.gif"]
    assert all(5 <= one["second"] < 7 for one in astronaut)
    assert summary["videos"] == 3
    assert summary["pictures"] == 0
    assert summary["videos_in_part"] == []
    done = helper.scan()
    assert done.returncode == 1
    assert re.search(r"clip.mp4  at 0:0[56]  \d{4}-.*  shows astronaut.jpg: ", done.stdout)
    assert "Looked at 0 pictures and 3 videos in 3 files" in done.stdout


def test_a_video_that_is_seen_in_part_is_named(helper: Helper) -> None:
    data = film([(picture("cat"), 4), (picture("rocket"), 4)], in_pieces=True, g="8")
    (helper.place / "cut.mp4").write_bytes(data[: len(data) * 2 // 3])
    (helper.place / "talk.mp4").write_bytes(sound_only("mp4"))
    done = helper.scan()
    assert "Of 1 video only parts were looked at (too long, or damaged):\n    cut.mp4" in done.stdout
    assert "only sound, or nothing that can be opened.\n    talk.mp4" in done.stdout


def test_a_video_in_an_export_comes_with_its_preview(helper: Helper) -> None:
    """Also where the preview shows something else than the video, and where it is all that can be read."""
    videos = helper.place / "video_files"
    videos.mkdir(parents=True)
    shown = film([(picture("rocket"), 2), (picture("coffee"), 2)], size=(600, 400))
    (videos / "1.mp4").write_bytes(shown)
    (videos / "2.avi").write_bytes(b"RIFF\x00\x10\x00\x00AVI LIST" + bytes(900))
    for name in ("1", "2"):
        (videos / f"{name}.jpg").write_bytes(jpeg(picture("astronaut").resize((320, 320))))
    kind = {"media_type": "video_file", "mime_type": "video/mp4"}
    messages = [
        message(1, file="video_files/1.mp4", thumbnail="video_files/1.jpg", **kind),
        message(2, file="video_files/2.avi", thumbnail="video_files/2.jpg", **kind),
    ]
    write(helper.place, single_chat(messages))
    sightings, summary = json_lines(helper.scan("--json").stdout)
    assert sorted((one["path"], one["photo"], one["second"]) for one in sightings) == [
        ("video_files/1.mp4", "astronaut.jpg", None),
        ("video_files/1.mp4", "coffee.jpg", pytest.approx(3, abs=1)),
        ("video_files/2.jpg", "astronaut.jpg", None),
    ]
    assert (summary["videos"], summary["previews_only"], summary["unreadable"]) == (1, 1, 1)
    assert "MP4, WebM and GIF" in summary["unreadable_files"][0]["why"]
