"""From what was seen of a page and of its file to how surely the link is gone."""

from __future__ import annotations

from jikimi.sources.base import Grade
from jikimi.sources.web.seen import FileSeen, PageSeen

_MESSAGE_GONE = frozenset({PageSeen.GONE, PageSeen.SAYS_GONE, PageSeen.HOME})
_CLOSED_PAGE = {
    PageSeen.LOGIN: Grade.BEHIND_LOGIN,
    PageSeen.COUNTRY: Grade.HIDDEN_BY_COUNTRY,
    PageSeen.UNKNOWN: Grade.CANNOT_TELL,
}
_CLOSED_FILE = {
    FileSeen.LOGIN: Grade.BEHIND_LOGIN,
    FileSeen.COUNTRY: Grade.HIDDEN_BY_COUNTRY,
    FileSeen.UNKNOWN: Grade.CANNOT_TELL,
}


def grade(page: PageSeen, file: FileSeen, *, shown_before: bool = False, missing_now: bool = False) -> Grade:
    """`shown_before`: the page used to show the picture itself; `missing_now`: nothing it shows now is it.

    A picture that is served is never gone, whatever the page says. What cannot be told of any part cannot be
    told of the whole.
    """
    if file is FileSeen.SAME:
        return Grade.FILE_STILL_SERVED if page in _MESSAGE_GONE else Grade.LIVE
    if page in _CLOSED_PAGE:
        return _CLOSED_PAGE[page]
    if file in _CLOSED_FILE:
        return _CLOSED_FILE[file]
    if page is PageSeen.THERE:
        return _without_picture(file, shown_before=shown_before, missing_now=missing_now)
    # With no file to look at, only the page's words speak for it.
    only_words = file is FileSeen.NOT_KNOWN and page in (PageSeen.SAYS_GONE, PageSeen.HOME)
    return Grade.SOFT_404 if only_words else Grade.GONE


def _without_picture(file: FileSeen, *, shown_before: bool, missing_now: bool) -> Grade:
    """The page stands."""
    if shown_before and missing_now:
        return Grade.GONE
    # A page that is filled by a program in the browser may show it under another address.
    return Grade.LIVE if file is FileSeen.NOT_KNOWN and not shown_before else Grade.CANNOT_TELL
