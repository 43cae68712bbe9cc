"""How much of a machine one picture may take. Every bound is checked before the cost arises."""

from __future__ import annotations

MAX_BYTES = 64 * 2**20
"""Largest file that is looked at, in bytes. Matrix servers take 50 MB by default, Telegram photos 10 MB."""

MAX_PIXELS = 50_000_000
"""Largest picture that is laid out in memory, in pixels by its header: 200 MB as RGBA."""

MAX_JPEG_PIXELS = 210_000_000
"""JPEGs can be read at 1/2, 1/4 or 1/8, and phones make them of 200 million pixels."""

MAX_JPEG_SCANS = 200
"""A progressive JPEG has about ten. Each scan walks the whole picture, so thousands of them are a bomb."""

MAX_JPEG_SEGMENTS = 10_000

SHORTEST_SIDE = 8
"""Of the canonical picture, in pixels. Below it there is nothing that a signal could compare."""

MAX_PNG_CHUNKS = 100_000

MAX_PROFILE_BYTES = 4 * 2**20
"""Colour profiles above this are ignored. Those of printing presses reach about 2 MB."""

MAX_EXIF_BYTES = 2**20

SECONDS_PER_PICTURE = 10.0
"""Time for one picture, of the processor and (on a machine that is not too busy) of the clock. 50 million
pixels of PNG take about one second."""

WORKER_MEMORY = 1_280 * 2**20
"""Address space that a worker may take above what it holds when it is ready, in bytes."""

WORKER_GROWTH = 300 * 2**20
"""A worker whose resident memory has grown by more than this is replaced, in bytes."""

PICTURES_PER_WORKER = 2_000
"""A worker is replaced after this many: what a picture may have done to it does not last."""

MAX_FILM_PIXELS = 36_000_000
"""Largest frame of a video, in pixels: what 8K cameras write."""

SECONDS_OF_DECODING = 6.0
"""Processor time that goes into reading one video. What was seen until then is compared."""

SECONDS_PER_FILM = 25.0
"""After this a worker that still sits over a video is ended. Reading, then 24 fingerprints."""

SECONDS_APART = 0.5
"""Between frames that are looked at, at most, where the video is short enough to be read in full."""

SECONDS_UNSEEN = 2.0
"""A longer stretch that nobody looked at makes a video one that was not seen whole."""

FILMS_PER_WORKER = 200

SECONDS_PER_SSCD = 30.0
"""As SECONDS_PER_PICTURE, for reading it and asking a network of 95 MB about 15 crops of it."""
