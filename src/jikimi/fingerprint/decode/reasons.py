"""Why a picture could not be read: a number on the pipe, a sentence for a person."""

from __future__ import annotations

from enum import IntEnum

from jikimi.fingerprint.lacks import Lack


class Reason(IntEnum):
    """Workers answer with these numbers only, never with words: what a person reads is written here."""

    EMPTY = 1
    UNKNOWN_KIND = 2
    TOO_MANY_BYTES = 3
    TOO_MANY_PIXELS = 4
    TOO_MANY_PARTS = 5
    CUT_OFF = 6
    BROKEN = 7
    TOO_MUCH_MEMORY = 8
    TOO_SLOW = 9
    CRASHED = 10
    BAD_ANSWER = 11
    TOO_LITTLE = 12
    TOO_SMALL = 13
    VIDEO = 14
    NO_FRAMES = 15
    OTHER_VIDEO = 16
    OTHER_CODEC = 17
    TOO_SMALL_TO_PROTECT = 18
    TOO_MUCH_DRAWN = 19
    REPEATS = 20

    @property
    def sentence(self) -> str:
        """What a person is told, with what to do where there is something to do."""
        return _SENTENCES[self]

    @property
    def perhaps_ours(self) -> bool:
        """Whether it may come of a machine that was too busy at that moment: worth another try."""
        return self in _PERHAPS_OURS


LACKING = {
    Lack.SIZE: Reason.TOO_SMALL_TO_PROTECT,
    Lack.DETAIL: Reason.TOO_LITTLE,
    Lack.CAMERA: Reason.TOO_MUCH_DRAWN,
    Lack.ONCE: Reason.REPEATS,
}
"""Why a picture is not protected."""

_PERHAPS_OURS = frozenset({Reason.TOO_SLOW, Reason.CRASHED, Reason.BAD_ANSWER})

_SENTENCES = {
    Reason.EMPTY: "The file is empty.",
    Reason.UNKNOWN_KIND: (
        "This is not a picture or video that Jikimi reads (JPEG, PNG, WebP, GIF, BMP, AVIF, HEIC; MP4, WebM)."
    ),
    Reason.TOO_MANY_BYTES: "The file is larger than 64 MB, more than Jikimi reads.",
    Reason.TOO_MANY_PIXELS: "The picture or video has more pixels than Jikimi reads. It may be a trap.",
    Reason.TOO_MANY_PARTS: "The picture is made of far more parts than a real one. It may be a trap.",
    Reason.CUT_OFF: "The picture is cut off; too little of it has arrived to be compared.",
    Reason.BROKEN: "The file is damaged and cannot be opened.",
    Reason.TOO_MUCH_MEMORY: "Opening the file would take more memory than one file may have.",
    Reason.TOO_SLOW: "Opening the file took too long and was stopped. It may be a trap.",
    Reason.CRASHED: "The file made the reading process fail; that process was replaced.",
    Reason.BAD_ANSWER: "The reading process answered nonsense; it was replaced.",
    Reason.VIDEO: "This is a video. What is protected is a photograph: take one picture from it.",
    Reason.NO_FRAMES: "There is no moving picture in this file: only sound, or nothing that can be opened.",
    Reason.OTHER_VIDEO: "This is a video of a kind that Jikimi does not read (it reads MP4, WebM and GIF).",
    Reason.OTHER_CODEC: "This video is compressed in a way that Jikimi does not read.",
    Reason.TOO_SMALL: "The picture is a dot or a thin line, too small to be compared.",
    **{reason: lack.value for lack, reason in LACKING.items()},
}


class CouldNotRead(Exception):
    """This one picture has no fingerprint. The message is a sentence; `reason` is for counting."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.sentence)
        self.reason = reason
