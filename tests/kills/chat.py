"""A room in which people post, at an even pace, pictures of strangers, chat, and copies of hers."""

from __future__ import annotations

import io
import random
import threading
from dataclasses import dataclass, field

import numpy as np
from PIL import Image

from demo.matrix_people import Person
from tests.servers.synapse import Synapse
from tests.watch.pictures import altered, mirrored_part, photo

HERS = ("astronaut", "chelsea")


def jpeg(picture: np.ndarray, quality: int = 85) -> bytes:
    file = io.BytesIO()
    Image.fromarray(picture).save(file, "JPEG", quality=quality)
    return file.getvalue()


def stranger(seed: int) -> np.ndarray:
    """A drawing that has nothing to do with any photograph."""
    rng = np.random.default_rng(seed)
    picture = np.full((300, 400, 3), rng.integers(0, 255, 3), np.uint8)
    for _ in range(60):
        x, y = int(rng.integers(0, 360)), int(rng.integers(0, 260))
        w, h = rng.integers(5, 90, 2)
        picture[y : y + int(h), x : x + int(w)] = rng.integers(0, 255, 3)
    return picture


@dataclass
class Chat:
    """`pictures` are the events with a file, `copies` those among them that show one of hers."""

    synapse: Synapse
    room: str
    seed: int
    pictures: list[str] = field(default_factory=list)
    copies: list[str] = field(default_factory=list)
    trouble: list[Exception] = field(default_factory=list)
    _stop: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None

    def __post_init__(self) -> None:
        self.synapse.bob.join(self.room)
        self._strangers = [jpeg(stranger(number)) for number in range(8)]
        self._hers = [jpeg(change(name)) for name in HERS for change in (photo, altered, mirrored_part)]

    def provoke(self, dice: random.Random) -> None:
        """Posts a copy right now, so that a notice is due in a moment."""
        self._show(self.synapse.bob, dice, copy=True)

    def begin(self, pause_s: float) -> None:
        self._thread = threading.Thread(target=self._post_until_stopped, args=(pause_s,), daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._stop.set()
        if self._thread:
            self._thread.join(30)

    def _post_until_stopped(self, pause_s: float) -> None:
        dice = random.Random(self.seed)
        try:
            while not self._stop.wait(pause_s):
                throw = dice.random()
                if throw < 0.3:
                    self.synapse.alice.say(self.room, "hello")
                else:
                    self._show(self.synapse.alice, dice, copy=throw > 0.8)
        except Exception as trouble:
            self.trouble.append(trouble)

    def _show(self, person: Person, dice: random.Random, *, copy: bool) -> None:
        data = dice.choice(self._hers if copy else self._strangers)
        # A few bytes after the end make every file one of its own, as real uploads are.
        event = person.show(self.room, person.upload(data + dice.randbytes(8)))
        self.pictures.append(event)
        if copy:
            self.copies.append(event)
