"""Scanning what Telegram Desktop exports."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.service.scan.places import Helper, disguised, jpeg, json_lines, picture
from tests.sources.telegram_export.exports import TOO_LARGE, message, single_chat, whole_account, write


def export_in(folder: Path) -> None:
    for name in ("photos", "video_files"):
        (folder / name).mkdir(parents=True)
    copies = disguised(picture("astronaut"))
    (folder / "photos" / "1.jpg").write_bytes(jpeg(picture("chelsea")))
    (folder / "photos" / "2.jpg").write_bytes(jpeg(copies["mirrored"]))
    (folder / "video_files" / "v_thumb.jpg").write_bytes(jpeg(copies["resized"].resize((320, 320))))
    video = {"media_type": "video_file", "mime_type": "video/mp4", "file": TOO_LARGE}
    messages = [
        message(1, text=["list ", {"type": "bold", "text": "of parts"}]),
        message(2, photo="photos/1.jpg"),
        message(3, photo="photos/2.jpg", **{"from": "Name\x1b[2J", "from_id": "user7"}),
        message(4, thumbnail="video_files/v_thumb.jpg", **video),
        message(5, photo="photos/gone.jpg"),
        message(6, photo="../../../etc/passwd"),
        message(7, photo="(File not included. Change data exporting settings to download.)"),
    ]
    write(folder, single_chat(messages))


def test_a_telegram_export(helper: Helper) -> None:
    export_in(helper.place)
    done = helper.scan()
    assert done.returncode == 1
    found = [line for line in done.stdout.splitlines() if "shows astronaut.jpg" in line]
    assert [line.split("  ")[1:4] for line in found] == [
        ["message 3", "photos/2.jpg", "2024-08-20 10:00"],
        ["message 4", "video_files/v_thumb.jpg", "2024-08-20 10:00"],
    ]
    assert re.search(r"  by [0-9a-f]{8}  ", found[0])
    assert found[0].split("by ")[1][:8] != found[1].split("by ")[1][:8]
    assert "3 files could not be compared:" in done.stdout
    assert "outside its own folder" in done.stdout
    assert "photos and files ticked" in done.stdout
    assert "only a preview was seen" in done.stdout
    assert "Name" not in done.stdout
    assert "user7" not in done.stdout
    assert helper.scan(place=helper.place / "result.json").stdout.count("shows astronaut") == 2


def test_a_whole_accounts_export(helper: Helper) -> None:
    (helper.place / "photos").mkdir()
    (helper.place / "photos" / "1.jpg").write_bytes(jpeg(picture("coffee").resize((500, 333))))
    write(helper.place, whole_account({-100123: [message(9, photo="photos/1.jpg")]}, {}))
    sightings, _ = json_lines(helper.scan("--json").stdout)
    assert [(one["post"], one["path"]) for one in sightings] == [("-100123/9", "photos/1.jpg")]


@pytest.mark.parametrize(("share", "status"), [(0.95, 1), (0.4, 2)])
def test_an_export_that_is_cut_off(helper: Helper, share: float, status: int) -> None:
    export_in(helper.place)
    whole = (helper.place / "result.json").read_bytes()
    (helper.place / "result.json").write_bytes(whole[: int(len(whole) * share)])
    done = helper.scan("--json")
    sightings, summary = json_lines(done.stdout)
    assert done.returncode == status
    assert len(sightings) == (2 if status == 1 else 0)
    assert summary["complete"] is False
    assert "cut off" in summary["stopped"]
