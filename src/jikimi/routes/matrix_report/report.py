"""One report: asked once, and what is known of it afterwards."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from jikimi.net.errors import FetchFailed, FetchRefused
from jikimi.sources.base import SourceUnavailable
from jikimi.sources.matrix.answer import Answer
from jikimi.sources.matrix.client import HomeserverClient, Waits


class Outcome(StrEnum):
    """TAKEN: the homeserver has it. NOT_THERE: it shows us no such post. UNKNOWN: it may have it or not.

    NO_ACCOUNT, LATER, NEVER: it does not have it.
    """

    TAKEN = "taken"
    NOT_THERE = "not there any more, or not shown to us"
    NO_ACCOUNT = "our account is not known"
    LATER = "not taken for now"
    NEVER = "refused"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Report:
    """`words` are the server's own: status, code, sentence."""

    outcome: Outcome
    words: str = ""


async def report(client: HomeserverClient, path: str, reason: str) -> Report:
    """Waits when the server asks us to; repeats nothing that it may have taken already."""
    waits = Waits(client.patience)
    while True:
        try:
            answer = await client.ask_once(path, post={"reason": reason})
        except FetchRefused as refused:
            return Report(Outcome.NEVER, str(refused))
        except FetchFailed as failed:
            return Report(Outcome.UNKNOWN if failed.sent else Outcome.LATER, str(failed))
        if answer.status != 429:
            return _read(answer)
        try:
            await waits.told_to_wait(answer.retry_after)
        except SourceUnavailable:
            return Report(Outcome.LATER, answer.words)


def _read(answer: Answer) -> Report:
    if answer.status == 200:
        return Report(Outcome.TAKEN, "200")
    if answer.status == 404 and answer.errcode == "M_NOT_FOUND":
        return Report(Outcome.NOT_THERE, answer.words)
    if answer.status == 401:
        return Report(Outcome.NO_ACCOUNT, answer.words)
    # 503 comes before the work is begun; any other 5xx may come after it.
    if answer.status == 503:
        return Report(Outcome.LATER, answer.words)
    return Report(Outcome.UNKNOWN if answer.status >= 500 else Outcome.NEVER, answer.words)
