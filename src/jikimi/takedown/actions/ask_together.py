"""One yes about several links: the notices that name them, all of them or none."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from jikimi.cases.actions.transaction import acting
from jikimi.cases.actor import Actor
from jikimi.cases.models import Case
from jikimi.playbooks.ground import GroundKind
from jikimi.playbooks.platform import Platform
from jikimi.takedown.actions.ask_for_links import ask_for_links
from jikimi.takedown.actions.asking import Asking
from jikimi.takedown.actions.hold_notice import check_hold
from jikimi.takedown.actions.write_notice import site_of, whither
from jikimi.takedown.letterhead import Letterhead
from jikimi.takedown.models import Link, Notice, Proof
from jikimi.takedown.planner.plan import routes_in_order
from jikimi.takedown.refusals import Refused

# A link that may be asked for, and the playbook of where it lies.
Named = tuple[Link, Platform]


def ask_together(
    actor: Actor,
    name: Callable[[], Sequence[Named]],
    *,
    ground: GroundKind,
    words: str = "",
    proof: str = "",
    hold_until: datetime | None = None,
    language: str | None = None,
    letterhead: Letterhead,
    now: datetime,
) -> list[Notice]:
    """Every notice that names them. `name` runs inside the transaction: what it refuses undoes everything.

    For the words and what follows see `HowAsked`. Links of several cases, platforms or destinations never
    share a notice. Errors: Refused, PermissionRefused.
    """
    _need_answer_about_proof(proof)
    if hold_until is not None:
        check_hold(hold_until, now)
    notices: dict[str, Notice] = {}
    with acting(actor, may={"caseworker"}, verb="takedown.ask", details={"ground": ground}) as act:
        for case, platform, links in _grouped(name(), letterhead):
            asking = Asking(
                case=case,
                platform=platform,
                ground=ground,
                ground_words=words,
                decided_by=actor.pseudonym,
                letterhead=letterhead,
                now=now,
                language=language,
                proof=proof,
                held_until=hold_until,
            )
            routes = routes_in_order(platform, letterhead.playbooks, now)
            if not routes:
                raise Refused(_("No way of asking this place is taken by itself. Look at its playbook."))
            notices.update((notice.public_id, notice) for notice in ask_for_links(asking, links, routes))
        act.subject = next(iter(notices), "")
        act.details["notices"] = list(notices)
    return list(notices.values())


def _need_answer_about_proof(proof: str) -> None:
    if proof not in Proof.values:
        raise Refused(
            _(
                "A notice warns the uploader, who may delete what proves it. Is proof kept? Say: kept, or "
                "not wanted. If the police want a delay, say until when it is held."
            )
        )


def _grouped(named: Sequence[Named], letterhead: Letterhead) -> Iterator[tuple[Case, Platform, list[Link]]]:
    """What may stand in one notice: one case, one platform, one destination by every route."""
    groups: dict[tuple[int, str, tuple[str, ...]], tuple[Case, Platform, list[Link]]] = {}
    for link, platform in named:
        # Where nobody knows yet whither, two places would seem to be one: the site tells them apart.
        destinations = tuple(
            whither(route, link, letterhead)[0] or site_of(link) for route in platform.routes
        )
        key = (link.case_id, platform.key, destinations)
        links = groups.setdefault(key, (link.case, platform, []))[2]
        if link not in links:
            links.append(link)
    yield from groups.values()
