"""`jikimi scan` as a helper runs it: real processes, real files."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import psutil
import pytest
from PIL import Image

from tests.fingerprint.decode.films import film, sound_only
from tests.fingerprint.decode.hostile import hostile_files
from tests.service.scan_places import STRANGERS, Helper, disguised, fill, helper_in, jpeg, picture
from tests.sources.telegram_export.exports import TOO_LARGE, message, single_chat, whole_account, write


@pytest.fixture
def helper(tmp_path: Path) -> Helper:
    return helper_in(tmp_path)


def command(helper: Helper) -> list[str | Path]:
    return [sys.executable, "-m", "jikimi.service.cli", "scan", helper.place, "--photos", helper.photos]


def json_lines(output: str) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    *sightings, last = [json.loads(line) for line in output.splitlines()]
    return sightings, last["summary"]


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


def test_one_line_each_for_a_person(helper: Helper) -> None:
    fill(helper.place, strangers=STRANGERS[:2])
    done = helper.scan()
    lines = done.stdout.splitlines()
    assert done.returncode == 1
    found = [line for line in lines if "shows astronaut.jpg" in line]
    assert len(found) == 5
    assert all(
        re.match(r"(match|look )  a-\w+\.jpg  \d{4}-\d\d-\d\d \d\d:\d\d  shows ", line) for line in found
    )
    words = {line.split("  ")[1]: line for line in found}
    assert "mirrored" in words["a-mirrored.jpg"]
    assert "turned 90° left" in words["a-turned.jpg"]
    assert "cropped to about" in words["a-cropped.jpg"]
    assert "inliers" in words["a-cropped.jpg"]
    assert "Looked at 7 pictures in 7 files for 2 photos" in done.stdout
    assert "A person must look at each before anything is done." in done.stdout


def test_nothing_found_is_said_with_its_doubt(helper: Helper) -> None:
    fill(helper.place, copies=False)
    done = helper.scan()
    assert done.returncode == 0
    assert "Found nothing in these pictures. There may be copies" in done.stdout
    assert done.stderr == ""


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


def test_photos_too_flat_are_named_and_the_others_looked_for(helper: Helper) -> None:
    fill(helper.place, strangers=())
    Image.new("RGB", (500, 500), (80, 90, 100)).save(helper.photos / "wall.png")
    done = helper.scan("--json")
    assert done.returncode == 1
    assert "Cannot look for wall.png: This picture has too little in it to be recognised:" in done.stderr
    summary = json_lines(done.stdout)[1]
    assert (summary["photos"], [one["photo"] for one in summary["photos_refused"]]) == (2, ["wall.png"])


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


def test_names_cannot_disturb_a_terminal(helper: Helper) -> None:
    evil = "a\x1b[31mred\x1b]0;owned\x07\u202egpj.\n\r\u2028b.jpg"
    (helper.place / evil).write_bytes(jpeg(picture("astronaut").resize((300, 300))))
    (helper.place / ("z" + os.fsdecode(b"\xff\xfe") + "\x9b.jpg")).write_bytes(b"no picture")
    for options in ((), ("--json",)):
        done = subprocess.run(
            [*command(helper), *options],
            env=helper.installation.environment, capture_output=True, timeout=120, check=False,
        )  # fmt: skip
        assert done.returncode == 1
        text = (done.stdout + done.stderr).decode()
        assert not set(text) & set("\x1b\x07\r\x9b\u202e\u2028")
        assert "owned" in text
    assert json.loads(done.stdout.splitlines()[0])["path"] == evil


def test_json_alone_on_standard_output_and_nothing_of_django(helper: Helper) -> None:
    fill(helper.place, strangers=STRANGERS[:3])
    script = (
        "import sys\nfrom jikimi.service.cli import main\n"
        f"sys.argv = {[*map(str, command(helper)[2:]), '--json']}\n"
        "try:\n    main()\nfinally:\n"
        "    loaded = [name for name in sys.modules if name.partition('.')[0] in ('django', 'psycopg')]\n"
        "    sys.stderr.write(repr(loaded))\n"
    )
    done = helper.installation.python("-c", script)
    assert done.returncode == 1
    json_lines(done.stdout)
    assert done.stderr == "[]"
    assert list(helper.installation.home.iterdir()) == []


def start(helper: Helper, *options: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [*command(helper), *options],
        env=helper.installation.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def many(helper: Helper, count: int) -> None:
    data = [jpeg(picture(name)) for name in STRANGERS] + [jpeg(disguised(picture("astronaut"))["mirrored"])]
    for number in range(count):
        (helper.place / f"{number:06}.jpg").write_bytes(data[number % len(data)])


def test_ctrl_c_ends_with_what_was_done_and_leaves_nobody_behind(helper: Helper) -> None:
    many(helper, 600)
    with start(helper) as running:
        assert running.stdout
        running.stdout.readline()
        workers = psutil.Process(running.pid).children(recursive=True)
        assert workers
        running.send_signal(signal.SIGINT)
        output, errors = running.communicate(timeout=30)
    assert running.returncode == 130
    assert b"Not finished: it was stopped by Ctrl-C." in output
    assert b"Looked at " in output
    assert b"Traceback" not in errors
    assert not psutil.wait_procs(workers, timeout=5)[1]


def test_a_reader_that_goes_away(helper: Helper) -> None:
    many(helper, 100)
    with start(helper, "--json") as running:
        assert running.stdout
        assert running.stderr
        running.stdout.readline()
        running.stdout.close()
        errors = running.stderr.read()
        running.wait(timeout=30)
    assert running.returncode == 2
    assert errors.decode().strip() == "Stopped: nobody reads the results any more, or they cannot be written."


def test_a_full_disk_under_the_results(helper: Helper) -> None:
    fill(helper.place, strangers=())
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            command(helper),
            env=helper.installation.environment, stdout=full, stderr=subprocess.PIPE, timeout=60, check=False,
        )  # fmt: skip
    assert done.returncode == 2
    assert done.stderr.decode().strip().endswith("cannot be written.")


def test_memory_stays_bounded(helper: Helper) -> None:
    _memory_stays_bounded(helper, 450)


@pytest.mark.soak
def test_memory_stays_bounded_over_ten_thousand_files(helper: Helper) -> None:
    _memory_stays_bounded(helper, 10_000)


def _memory_stays_bounded(helper: Helper, count: int) -> None:
    many(helper, count)
    with start(helper, "--json") as running:
        assert running.stdout
        process = psutil.Process(running.pid)
        seen: list[tuple[int, int]] = []
        for line in running.stdout:
            if len(line) > 10 and b"summary" not in line:
                workers = process.children()
                seen.append((process.memory_info().rss, sum(one.memory_info().rss for one in workers)))
        running.wait(timeout=60)
    summary = json.loads(line)["summary"]
    assert running.returncode == 1
    assert summary["pictures"] == count
    settled = seen[len(seen) // 5 :]
    grown = (max(own for own, _ in settled) - settled[0][0]) / 2**20
    assert grown < 60, f"the scan itself grew by {grown:.0f} MB"
    assert max(workers for _, workers in seen) < 800 * 2**20


def test_help_says_what_the_exit_status_means(helper: Helper) -> None:
    done = helper.installation.run("scan", "--help")
    assert done.returncode == 0
    for words in (
        "0 nothing was found",
        "1 something",
        "2 it could not",
        "130",
        "JIKIMI_MATRIX_TOKEN",
        "--json",
    ):
        assert words in done.stdout


def test_wrong_usage_is_two(helper: Helper) -> None:
    assert helper.installation.run("scan").returncode == 2
    begun = time.monotonic()
    assert helper.installation.run("scan", helper.place).returncode == 2
    assert time.monotonic() - begun < 10
