"""What was due and could not be done, counted for whoever runs a loop once and looks at its exit status."""

from __future__ import annotations

from collections import Counter
from enum import Enum


class Undone(Enum):
    """Each with how one and how many are told, and what to do."""

    ROOM = ("1 room could not be read", "{} rooms could not be read", "`jikimi room list` says why")
    NOTICE = ("1 notice was not sent", "{} notices were not sent", "see `jikimi stuck` and `jikimi notices`")
    INBOX = ("1 mailbox could not be read", "{} mailboxes could not be read", "see `jikimi status`")
    ANSWER = ("1 answer could not be opened", "{} answers could not be opened", "see `jikimi answers`")
    PHOTO = (
        "1 protected photograph was not looked for",
        "{} protected photographs were not looked for",
        "protect them again",
    )
    WORK = ("something went wrong", "something went wrong {} times", "see above; run it again")
    REST = ("it was ended before everything was done", "", "run it again")


def in_one_sentence(undone: Counter[Undone]) -> str:
    """Empty if everything was done."""
    told = [
        f"{kind.value[0] if count == 1 else kind.value[1].format(count)} ({kind.value[2]})"
        for kind, count in sorted(undone.items(), key=lambda one: list(Undone).index(one[0]))
    ]
    return f"Not everything that was due is done: {'; '.join(told)}." if told else ""
