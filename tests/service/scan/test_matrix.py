"""`jikimi scan` of a public room on a real homeserver."""

from __future__ import annotations

import json
from itertools import count
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.fingerprint.decode.films import film
from tests.servers.synapse import Synapse
from tests.service.scan.places import Helper, disguised, helper_in, jpeg, picture

_numbers = count()


@pytest.fixture
def helper(tmp_path: Path, synapse: Synapse) -> Helper:
    helper = helper_in(tmp_path)
    helper.installation.more["JIKIMI_MATRIX_TOKEN"] = synapse.watcher.token
    return helper


def address_of(synapse: Synapse, alias: str) -> str:
    name = synapse.server.server_name
    return f"matrix://{name}/#{alias}:{name}"


def reach(synapse: Synapse) -> list[str]:
    return [
        "--homeserver",
        synapse.server.base_url,
        "--allow-loopback",
        urlsplit(synapse.server.base_url).netloc,
    ]


def test_a_room(helper: Helper, synapse: Synapse) -> None:
    alias = f"scanned{next(_numbers)}"
    room = synapse.alice.make_room("A room", alias=alias)
    synapse.alice.say(room, "hello")
    events = {}
    for name, image in {"cat": picture("chelsea"), **disguised(picture("astronaut"))}.items():
        events[name] = synapse.alice.show(room, synapse.alice.upload(jpeg(image)))
    synapse.alice.show(room, synapse.alice.upload(b"not a picture"), name="x.jpg")
    done = helper.scan("--json", *reach(synapse), place=address_of(synapse, alias))
    *sightings, summary = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 1, done.stderr
    assert [one["post"] for one in sightings] == [events[name] for name in disguised(picture("astronaut"))]
    assert all(one["path"].startswith("mxc://") for one in sightings)
    assert len({one["author"] for one in sightings}) == 1
    assert "alice" not in done.stdout
    assert summary["summary"]["pictures"] == 6
    assert summary["summary"]["unreadable"] == 1


def test_a_video_in_a_room(helper: Helper, synapse: Synapse) -> None:
    alias = f"scanned{next(_numbers)}"
    room = synapse.alice.make_room("A room", alias=alias)
    clip = film(
        [(picture("cat"), 3), (picture("astronaut"), 2), (picture("rocket"), 2)], "webm", size=(480, 480)
    )
    video = synapse.alice.upload(clip, "video/webm")
    info = {"mimetype": "video/webm", "thumbnail_url": synapse.alice.upload(jpeg(picture("coffee")))}
    content = {"msgtype": "m.video", "body": "clip.webm", "url": video, "info": info}
    event = synapse.alice.send(room, content)
    done = helper.scan("--json", *reach(synapse), place=address_of(synapse, alias))
    *sightings, summary = [json.loads(line) for line in done.stdout.splitlines()]
    found = {one["photo"]: one for one in sightings}
    assert set(found) == {"astronaut.jpg", "coffee.jpg"}
    assert 3 <= found["astronaut.jpg"]["second"] < 5
    assert found["coffee.jpg"]["second"] is None
    assert {(one["post"], one["path"]) for one in sightings} == {(event, video)}
    assert summary["summary"]["videos"] == 1


@pytest.mark.parametrize("how", ["encrypted", "closed", "unknown", "loopback"])
def test_a_room_that_may_not_be_read(helper: Helper, synapse: Synapse, how: str) -> None:
    alias = f"scanned{next(_numbers)}"
    if how != "unknown":
        synapse.alice.make_room(
            "A room", alias=alias, encrypted=how == "encrypted", readable=how not in ("closed",)
        )
    options = reach(synapse)[: 2 if how == "loopback" else None]
    done = helper.scan(*options, place=address_of(synapse, alias))
    assert done.returncode == 2
    said = done.stdout + done.stderr
    assert "Not finished: " in said
    assert "Traceback" not in said


def test_a_server_that_is_down(helper: Helper, synapse: Synapse) -> None:
    options = ["--homeserver", "http://127.0.0.1:9", "--allow-loopback", "127.0.0.1:9"]
    done = helper.scan(*options, place=address_of(synapse, "any"))
    assert done.returncode == 2
    assert "Not finished: " in done.stdout
    assert "Traceback" not in done.stderr
