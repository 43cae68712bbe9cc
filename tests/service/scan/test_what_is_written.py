"""What a scan writes, for people and for programs."""

from __future__ import annotations

import json
import os
import re
import subprocess
import time

from tests.service.scan.places import STRANGERS, Helper, fill, jpeg, json_lines, picture


def test_one_line_each_for_a_person(helper: Helper) -> None:
    fill(helper.place, strangers=STRANGERS[:2])
    (helper.place / "the-very-same.jpg").write_bytes(jpeg(picture("coffee")))
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
    (same,) = (line for line in lines if "shows coffee.jpg" in line)
    assert int(re.findall(r"inliers (\d+),", same)[0]) > 1000
    assert "Looked at 8 pictures in 8 files for 2 photos" in done.stdout
    assert "A person must look at each before anything is done." in done.stdout


def test_nothing_found_is_said_with_its_doubt(helper: Helper) -> None:
    fill(helper.place, copies=False)
    done = helper.scan()
    assert done.returncode == 0
    assert "Found nothing in these pictures. There may be copies" in done.stdout
    assert done.stderr == ""


def test_names_cannot_disturb_a_terminal(helper: Helper) -> None:
    evil = "a\x1b[31mred\x1b]0;owned\x07\u202egpj.\n\r\u2028b.jpg"
    (helper.place / evil).write_bytes(jpeg(picture("astronaut").resize((300, 300))))
    (helper.place / ("z" + os.fsdecode(b"\xff\xfe") + "\x9b.jpg")).write_bytes(b"no picture")
    for options in ((), ("--json",)):
        done = subprocess.run(
            [*helper.command, *options],
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
        f"sys.argv = {[*map(str, helper.command[2:]), '--json']}\n"
        "try:\n    main()\nfinally:\n"
        "    loaded = [name for name in sys.modules if name.partition('.')[0] in ('django', 'psycopg')]\n"
        "    sys.stderr.write(repr(loaded))\n"
    )
    done = helper.installation.python("-c", script)
    assert done.returncode == 1
    json_lines(done.stdout)
    assert done.stderr == "[]"
    assert list(helper.installation.home.iterdir()) == []


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
