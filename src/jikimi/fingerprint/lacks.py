"""What a picture lacks that cannot be protected, and what would do better."""

from __future__ import annotations

from enum import Enum


class Lack(Enum):
    """The value is a sentence for the person."""

    SIZE = (
        "This picture is very small. The largest copy there is, as the camera or phone took it, works better "
        "than a thumbnail."
    )
    DETAIL = (
        "This picture has too little in it to be recognised: it is nearly flat, or very soft. A sharper or "
        "larger photo, with more than sky or wall in it, works better."
    )
    CAMERA = (
        "This picture is nearly all words or drawing, which other pictures share. A photo with more in it "
        "that a camera saw works better."
    )
    ONCE = (
        "This picture is one pattern that repeats, and so has no part that is only in one place. A photo "
        "with something in it that is there once works better."
    )


class TooLittleToRecognise(ValueError):
    """The picture cannot be told from others. The message is for the person."""

    def __init__(self, lack: Lack) -> None:
        super().__init__(lack.value)
        self.lack = lack
