"""The whole straight line by its commands, on a real homeserver and a real relay."""

from __future__ import annotations

import json
import time
from pathlib import Path

from demo.mailserver import MailServer
from tests.kills.chat import jpeg
from tests.kills.installation import Installation
from tests.servers.synapse import Synapse
from tests.watch.pictures import altered, photo


def test_from_a_photograph_to_a_link_that_is_gone_and_back(tmp_path: Path, synapse: Synapse) -> None:
    room = synapse.alice.make_room("a line", alias="line")
    hers = tmp_path / "hers.jpg"
    hers.write_bytes(jpeg(photo("astronaut"), 95))
    file = synapse.alice.upload(jpeg(altered("astronaut")))
    synapse.alice.say(room, "look at this")
    event = synapse.alice.show(room, file)
    with MailServer(tmp_path) as mail:
        here = Installation(tmp_path / "centre", None)
        address = f"matrix://{synapse.server.server_name}/#line:{synapse.server.server_name}"
        here.set_up(synapse, mail, address, [hers], look_every="1s")

        (line,) = here.run("watch", "--once").splitlines()
        assert "altered" in line
        assert "matrix://" not in line
        assert event in here.run("sightings", "--show-addresses")
        asked = here.run("confirm", "1", "--ground", "region_map", "--proof", "kept", "--words", "Her face.")
        assert asked.count(": due.") == 2

        here.start("work")
        try:
            look_until(here, ": live;")
            (letter,) = mail.deliveries
            body = letter.message.get_body(("plain",))
            assert body is not None
            assert file in body.get_content()
            assert [report["event_id"] for report in synapse.admin.event_reports()].count(event) == 1

            synapse.alice.redact(room, event)
            look_until(here, "message gone but file served")
            synapse.admin.delete_media(file)
            look_until(here, ": gone;")

            synapse.bob.join(room)
            synapse.bob.show(room, synapse.bob.upload(jpeg(altered("astronaut"), quality=70)))
            (again,) = here.run("watch", "--once").splitlines()
            assert "it was gone before and came back" in again
            assert here.end("work") == 0
        finally:
            here.end_all()
        said = here.log("work").read_text()
        assert said.count("handed over.") == 2
        assert "gone (2 looks)" in said
        number = str(letter.message["X-Jikimi-Notice"])
        assert "Receipt" in here.run("notices", "show", number)
        told = json.loads(here.run("notices", "show", number, "--json"))
        assert told["receipts"][0]["grade"] == "handed over"
        assert told["body"].strip() in here.run("notices", "show", number)


def look_until(here: Installation, words: str) -> None:
    until = time.monotonic() + 60
    while words not in (links := here.run("links")):
        assert time.monotonic() < until, links
        time.sleep(0.3)
