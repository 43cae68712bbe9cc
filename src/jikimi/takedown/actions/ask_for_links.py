"""Ask for the removal of links of one case in one place: one notice a route, for as many as it may name.

Links that are confirmed one after the other share a notice: it waits a moment (`Letterhead.gather`) before it
goes out, and takes in what follows of the same case, place, ground and caseworker. Part of
`confirm_sighting`'s transaction.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.db.models import Q

from jikimi.cases.due import run_out
from jikimi.playbooks.route import Route
from jikimi.takedown.actions.asked_already import asked_already
from jikimi.takedown.actions.asking import Asking
from jikimi.takedown.actions.write_notice import (
    language_of,
    site_of,
    tag_of,
    whither,
    write_notice,
    write_words,
)
from jikimi.takedown.models import Attempt, Link, Notice, NoticeLink, NoticeState

# Routes that follow one another, the next when the one before has failed or had its time.
Chain = tuple[Route, ...]


def ask_for_links(asking: Asking, links: Sequence[Link], routes: Sequence[Route]) -> list[Notice]:
    """Every notice that now names one of the links, in the order of the routes.

    What is asked for already is not asked for again: that notice is given, with `asked_before`.
    `links` are of one case and lie where every route has one destination. Errors: Refused.
    """
    in_turn = asking.platform.order == "sequence"
    chains: list[Chain] = [tuple(routes)] if in_turn else [(route,) for route in routes]
    notices: list[Notice] = []
    for chain in chains:
        joined = _waiting(asking, chain, links)
        already = asked_already(asking, links, chain)
        left = [link for link in links if link.pk not in already]
        if joined and left:
            free = most_links(chain) - NoticeLink.objects.filter(notice=joined[0]).count()
            notices += _take_in(asking, joined, left[:free])
            left = left[free:]
        for some in _portions(left, most_links(chain)):
            notices += _write(asking, chain, some)
        notices += already.values()
    return list(dict.fromkeys(notices))


def most_links(chain: Chain) -> int:
    """How many links a notice may name that goes along all of these routes."""
    return min(route.max_links_per_notice for route in chain)


def _write(asking: Asking, chain: Chain, links: Sequence[Link]) -> list[Notice]:
    notices: list[Notice] = []
    for route in chain:
        after = notices[-1] if notices else None
        notices.append(write_notice(asking, route, links, after=after))
    return notices


def _waiting(asking: Asking, chain: Chain, links: Sequence[Link]) -> list[Notice]:
    """The notices of this chain that are still here and may take in more links; none if there are none.

    Locked: whoever sends claims them before this transaction or after it, never in between.
    """
    gather = asking.letterhead.gather
    if not gather or not links:
        return []
    heads = Notice.objects.select_for_update().filter(
        _still_ours(asking.now),
        case=asking.case,
        platform=asking.platform.key,
        route=chain[0].kind,
        law=chain[0].law,
        destination_tag=tag_of(chain[0].kind, whither(chain[0], links[0], asking.letterhead)[0]),
        ground=asking.ground,
        language=language_of(asking, chain[0]),
        held_until=asking.held_until,
        second_yes_by=asking.second_yes_by,
        decided_by=asking.decided_by,
        made_at__gt=asking.now - gather,
        made_at__lte=asking.now,
        after=None,
        reminds=None,
        retracts=None,
        escalates=None,
    )
    wanted = [whither(route, links[0], asking.letterhead)[0] or site_of(links[0]) for route in chain]
    for head in heads.order_by("-pk")[:8]:
        found = [head, *_behind(asking, head)]
        routes = [(notice.route, notice.law) for notice in found]
        room_left = NoticeLink.objects.filter(notice=head).count() < most_links(chain)
        untouched = not Attempt.objects.filter(notice__in=found).exists()
        same_places = wanted == _places(found)
        if same_places and room_left and untouched and routes == [(route.kind, route.law) for route in chain]:
            return found
    return []


def _places(notices: Sequence[Notice]) -> list[str]:
    """Where each goes; where nobody knows that yet, the site that it is about."""
    site = site_of(Link.objects.filter(notices=notices[0]).order_by("pk")[0])
    return [notice.destination or site for notice in notices]


def _still_ours(now: datetime) -> Q:
    """Not in a sender's hands, and not shown to somebody who may be carrying it to a form right now."""
    free = Q(lease_token="") | run_out(now)
    waits = Q(state__in=(NoticeState.DUE, NoticeState.DRAFT, NoticeState.NOT_SENT))
    return free & waits & Q(shown_at=None)


def _behind(asking: Asking, head: Notice) -> Iterator[Notice]:
    last: Notice | None = head
    while last is not None:
        following = Notice.objects.select_for_update().filter(_still_ours(asking.now), after=last)
        last = following.first()
        if last is not None:
            yield last


def _take_in(asking: Asking, notices: Sequence[Notice], links: Sequence[Link]) -> list[Notice]:
    for notice in notices:
        have = set(NoticeLink.objects.filter(notice=notice).values_list("link_id", flat=True))
        new = [link for link in links if link.pk not in have]
        NoticeLink.objects.bulk_create(NoticeLink(notice=notice, link=link) for link in new)
        if asking.ground_words and asking.ground_words not in (notice.ground_words or ""):
            notice.ground_words = f"{notice.ground_words or ''}\n{asking.ground_words}".strip()
        all_links = list(Link.objects.filter(notices=notice).order_by("pk"))
        write_words(notice, all_links, asking.platform, asking.letterhead, asking.now)
        notice.save(update_fields=["subject", "body", "ground_words"])
    return list(notices)


def _portions(links: Sequence[Link], most: int) -> Iterator[Sequence[Link]]:
    for start in range(0, len(links), most):
        yield links[start : start + most]
