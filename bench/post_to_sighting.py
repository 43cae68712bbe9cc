"""Seconds from a post to its sighting, on a real homeserver under 20 posts a second."""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from bench.edits import all_edits
from bench.results_folder import FOLDER, keep, plot_style
from demo.centre import Centre
from demo.homeserver import Homeserver
from demo.mailserver import MailServer
from demo.matrix_people import register
from demo.pictures import chat_pictures, jpeg, protected_pictures
from demo.plan import Hidden, Planned
from demo.room import ChatRoom, open_room

POSTS_A_SECOND = 20.0
COPY_EVERY = 10
MOST_WAIT_S = 60.0
NO_THUMBNAILS = {"dynamic_thumbnails": True, "thumbnail_sizes": []}
"""The homeserver's own work on each picture, on the same two cores, is not what is measured."""

EDITS = ("reencode", "crop_70", "mirror", "text", "chat_screenshot", "turn_15")


def _posts(seconds: int) -> list[Planned]:
    """Pictures only, every tenth a copy of a protected one; the ordinary ones come round again."""
    total = int(seconds * POSTS_A_SECOND)
    photos, ordinary = protected_pictures(), chat_pictures(120, 3)
    edits = {edit.name: edit for edit in all_edits()}
    posts = []
    for number in range(total):
        if number % COPY_EVERY:
            posts.append(Planned(picture=ordinary[number % len(ordinary)]))
            continue
        photo, name = photos[number // COPY_EVERY % len(photos)], EDITS[number // COPY_EVERY % len(EDITS)]
        made = edits[name].apply(photo.pixels, np.random.default_rng(number), ordinary)
        posts.append(Planned(picture=made, hidden=Hidden(photo, name, "", made)))
    return posts


def _centre(folder: Path, stack: ExitStack) -> tuple[Centre, ChatRoom]:
    (folder / "homeserver").mkdir()
    homeserver = stack.enter_context(Homeserver(folder / "homeserver", settings=NO_THUMBNAILS))
    mail = stack.enter_context(MailServer(folder / "mail"))
    centre = Centre(folder / "centre")
    stack.callback(centre.stop)
    room = open_room(homeserver)
    stack.callback(room.stop)
    centre.configure(homeserver, register(homeserver, "reader").token, mail)
    files = []
    for photo in protected_pictures():
        file = folder / f"{photo.name}.png"
        cv2.imwrite(str(file), photo.pixels[:, :, ::-1])
        files.append(str(file))
    centre.run("protect", *files, "--kind", "original", "--case", "new", "--consent", "watch")
    centre.run(
        "authority", "record", "--country", "XX", "--basis", "Measurement on loopback, benign pictures"
    )
    centre.run("room", "add", room.address, "--every", "1")
    return centre, room


def measure(seconds: int) -> dict[str, Any]:
    """Post for so many seconds while `jikimi watch` runs, then read when each copy was seen."""
    with tempfile.TemporaryDirectory(prefix="jikimi-bench-") as folder, ExitStack() as stack:
        centre, room = _centre(Path(folder), stack)
        centre.start("watch")
        time.sleep(3)
        posts = _posts(seconds)
        posted_for = _post_all(room, [jpeg(post.picture) for post in posts if post.picture is not None])
        waits = _waits(centre, sum(post.hidden is not None for post in posts))
        if trouble := centre.ended():
            raise SystemExit(trouble)
        return {
            "posts": len(posts),
            "posts_a_second_reached": round(len(posts) / posted_for, 1),
            "copies_posted": sum(post.hidden is not None for post in posts),
            "copies_seen": len(waits),
            "seconds_median": round(statistics.median(waits), 2),
            "seconds_p95": round(float(np.quantile(waits, 0.95)), 2),
            "seconds_longest": round(max(waits), 2),
            "waits": [round(wait, 2) for wait in waits],
        }


def _post_all(room: ChatRoom, files: list[bytes]) -> float:
    """Posts at an even pace, four people side by side; gives the seconds that it took."""

    def post(number: int) -> None:
        person = room.people[number % len(room.people)]
        person.show(room.room_id, person.upload(files[number]))

    began = time.monotonic()
    with ThreadPoolExecutor(len(room.people)) as people:
        waiting = []
        for number in range(len(files)):
            time.sleep(max(0.0, began + number / POSTS_A_SECOND - time.monotonic()))
            waiting.append(people.submit(post, number))
        for one in waiting:
            one.result()
    return time.monotonic() - began


def _waits(centre: Centre, expected: int) -> list[float]:
    """Seconds between a post's own time and its first sighting, in the order of the posts."""
    os.environ.update(
        {name: value for name, value in centre.environment.items() if name.startswith("JIKIMI_")}
    )
    from jikimi.service.prepare import ready
    from jikimi.service.who import helper

    ready()
    from jikimi.watch.queries import sightings_visible_to

    until = time.monotonic() + MOST_WAIT_S
    while True:
        seen = list(sightings_visible_to(helper()).order_by("pk"))
        first = {one.post_id: one for one in reversed(seen)}
        if len(first) >= expected or time.monotonic() > until:
            break
        time.sleep(0.5)
    made = [
        (one.made_at, (one.seen_at - one.made_at).total_seconds()) for one in first.values() if one.made_at
    ]
    return [wait for _, wait in sorted(made)]


def plot(numbers: dict[str, Any]) -> None:
    """Each copy's wait, in the order of the posts."""
    import matplotlib.pyplot as plt

    plot_style()
    figure, axes = plt.subplots(figsize=(6, 2.6))
    axes.plot(numbers["waits"], ".", ms=5)
    axes.axhline(numbers["seconds_median"], lw=1)
    axes.annotate(f"median {numbers['seconds_median']} s", (0, numbers["seconds_median"]), va="bottom")
    axes.set_ylim(0, max(2.2, numbers["seconds_longest"] * 1.1))
    axes.set_xlabel(f"copies, in order, at {numbers['posts_a_second_reached']} posts a second")
    axes.set_ylabel("seconds from post to sighting")
    figure.tight_layout()
    figure.savefig(FOLDER / "post_to_sighting.svg")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=40)
    numbers = measure(parser.parse_args().seconds)
    keep("post_to_sighting", numbers)
    plot(numbers)
    print({key: value for key, value in numbers.items() if key != "waits"})


if __name__ == "__main__":
    main()
