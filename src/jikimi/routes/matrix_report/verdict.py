"""From the outcomes of a notice's reports to a receipt, or to the sentence why there is none.

The rule for several posts: a receipt stands for the whole notice. It is given when every post that the
homeserver still shows was taken. If some were taken and others not, the notice counts as not sent, says which
were taken, and is never repeated by itself: a repetition would report the taken ones twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from jikimi.routes.base import NotSent
from jikimi.routes.matrix_report.posts import ReportedPost
from jikimi.routes.matrix_report.report import Outcome, Report

Reported = Sequence[tuple[ReportedPost, Report]]
_LONGEST_WORDS: Final = 2000


class PartlySent(NotSent):
    """Some posts were reported and some not. `taken` and `left` are their addresses, for a new notice."""

    def __init__(self, sentence: str, *, words: str, taken: tuple[str, ...], left: tuple[str, ...]) -> None:
        super().__init__(sentence, words=words, try_again=False)
        self.taken = taken
        self.left = left


def check(reported: Reported) -> None:
    """Returns if the notice may have its receipt. Errors: NotSent, PartlySent."""
    taken = addresses(reported, Outcome.TAKEN)
    left = addresses(reported, Outcome.NO_ACCOUNT, Outcome.LATER, Outcome.NEVER)
    if taken and left:
        raise PartlySent(
            f"{len(taken)} of {len(reported)} posts were reported, {len(left)} were not taken. It is not "
            "repeated by itself; `jikimi notices again` reports the others, and no post twice.",
            words=in_words(reported),
            taken=taken,
            left=left,
        )
    if left:
        never = bool(addresses(reported, Outcome.NEVER))
        raise NotSent(_why_none(reported), words=in_words(reported), try_again=not never)
    if not taken:
        raise NotSent(
            "The homeserver shows none of these posts any more, so there was nothing to report. The looks at "
            "the links will tell whether the files are gone too.",
            words=in_words(reported),
            try_again=False,
        )


def _why_none(reported: Reported) -> str:
    if addresses(reported, Outcome.NO_ACCOUNT):
        return (
            "The homeserver does not know our account's access token (any more): the operator must correct "
            'it in jikimi.toml, [matrix."server"] access_token. It will be tried again.'
        )
    if addresses(reported, Outcome.NEVER):
        return "The homeserver refuses the report. Read what it said; another way may be needed."
    return "The homeserver does not take the report for now. It will be tried again."


def addresses(reported: Reported, *outcomes: Outcome) -> tuple[str, ...]:
    return tuple(str(post.address) for post, report in reported if report.outcome in outcomes)


def in_words(reported: Reported) -> str:
    """One line a post: its id, what became of it, what the server said."""
    lines = [f"{post.event}: {report.outcome.value} ({report.words})" for post, report in reported]
    return "\n".join(lines)[:_LONGEST_WORDS]
