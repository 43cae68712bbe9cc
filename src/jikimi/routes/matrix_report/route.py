"""The route by report: tells the people who run the homeserver which posts to look at."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Final

from jikimi.net.fetcher import Fetcher
from jikimi.routes.base import OutgoingNotice, Receipt, ReceiptGrade, SentOrNot
from jikimi.routes.matrix_report.posts import ReportedPost, posts_of
from jikimi.routes.matrix_report.reason import reason_for, room_reason_for
from jikimi.routes.matrix_report.report import Outcome, Report, report
from jikimi.routes.matrix_report.verdict import addresses, check, in_words
from jikimi.sources.matrix.access import HomeserverAccess
from jikimi.sources.matrix.client import CLIENT, HomeserverClient, Patience, segment

# A report is worth waiting for: nobody is kept from reading meanwhile.
_PATIENCE: Final = Patience(tries=6, first_wait=1.0, longest_wait=20.0)
_LONGEST_REFERENCE: Final = 200


def _now() -> datetime:
    return datetime.now(UTC)


class MatrixReportRoute:
    """Reports each post of a notice once; with `report_room` the room as well, whose refusal is only noted.

    The account need not have joined the room. It sends nothing but reports.
    """

    kind = "matrix_report"

    def __init__(
        self,
        fetcher: Fetcher,
        homeservers: Mapping[str, HomeserverAccess],
        *,
        report_room: bool = False,
        patience: Patience = _PATIENCE,
        now: Callable[[], datetime] = _now,
    ) -> None:
        self._homeservers = homeservers
        self._clients = {
            name: HomeserverClient(fetcher, access, patience) for name, access in homeservers.items()
        }
        self._report_room = report_room
        self._now = now

    async def send(self, notice: OutgoingNotice) -> Receipt:
        """Send once. Errors: NotSent (surely not), PartlySent (only some posts), SentOrNot (nobody knows)."""
        posts = posts_of(notice, self._homeservers)
        reported: list[tuple[ReportedPost, Report]] = []
        made = Report(Outcome.TAKEN)
        for post in posts:
            # A server that takes nothing for now, or does not know us, is not pressed.
            if made.outcome not in (Outcome.LATER, Outcome.NO_ACCOUNT):
                made = await self._report_post(notice, post)
            reported.append((post, made))
            if made.outcome is Outcome.UNKNOWN:
                raise SentOrNot(_unknown(posts, reported))
        check(reported)
        at = self._now()
        words = in_words(reported) + await self._room_reports(notice, reported)
        taken = [post.event for post, made in reported if made.outcome is Outcome.TAKEN]
        return Receipt(ReceiptGrade.HANDED_OVER, at, _reference(taken), words)

    async def _report_post(self, notice: OutgoingNotice, post: ReportedPost) -> Report:
        where = f"{CLIENT}/rooms/{segment(post.address.room)}/report/{segment(post.event)}"
        return await report(self._clients[post.address.server], where, reason_for(notice, post.files))

    async def _room_reports(self, notice: OutgoingNotice, reported: list[tuple[ReportedPost, Report]]) -> str:
        if not self._report_room:
            return ""
        words = ""
        rooms = [
            (post.address.server, post.address.room)
            for post, made in reported
            if made.outcome is Outcome.TAKEN
        ]
        for server, room in dict.fromkeys(rooms):
            reason = room_reason_for(notice, rooms.count((server, room)))
            made = await report(self._clients[server], f"{CLIENT}/rooms/{segment(room)}/report", reason)
            words += f"\nThe room: {made.outcome.value} ({made.words})"
        return words


def _reference(events: list[str]) -> str:
    """The events' ids, as many as fit."""
    fitting = [id_ for n, id_ in enumerate(events) if len(" ".join(events[: n + 1])) <= _LONGEST_REFERENCE]
    rest = len(events) - len(fitting)
    return " ".join(fitting) + (f" and {rest} more" if rest else "")


def _unknown(posts: list[ReportedPost], reported: list[tuple[ReportedPost, Report]]) -> str:
    taken, untried = len(addresses(reported, Outcome.TAKEN)), len(posts) - len(reported)
    return (
        f"Nobody can tell whether post {len(reported)} of {len(posts)} was reported: the connection broke, "
        f"or the homeserver stumbled, after the report had gone out. {taken} surely were, {untried} were not "
        f"tried.\n{in_words(reported)}"
    )
