"""Ask by a way that is never taken by itself: copyright, the person's own name, under 18, another country."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from jikimi.cases.actions.transaction import acting
from jikimi.cases.actor import Actor
from jikimi.cases.models import Consent
from jikimi.cases.queries import has_consent
from jikimi.playbooks.load import Playbooks
from jikimi.playbooks.platform import Platform
from jikimi.playbooks.route import Route
from jikimi.takedown.actions.ask_for_links import ask_for_links
from jikimi.takedown.actions.asking import Asking
from jikimi.takedown.certainty import GONE_STATES
from jikimi.takedown.letterhead import Letterhead
from jikimi.takedown.models import Link, Notice
from jikimi.takedown.refusals import Refused
from jikimi.takedown.second_yes import second_yes_wanted
from jikimi.takedown.sound import ground_kind


@dataclass(frozen=True, slots=True)
class OtherWay:
    """`number` is how a person names it: the routes of the platform's playbook from 1, then other addressees.

    `only_for` says when it is of use.
    """

    number: int
    platform: Platform
    route: Route
    only_for: str
    copyright: bool
    own_name: bool


def other_ways(notice: Notice, letterhead: Letterhead) -> tuple[OtherWay, ...]:
    """The ways to have it removed that are not taken by themselves: at the same place, or at a regulator."""
    books = letterhead.playbooks
    platform = books.platforms.get(notice.platform)
    if platform is None:
        return ()
    usual = books.usual_routes(platform)
    ways = [
        _way(number, platform, route, route.only_for or "", books)
        for number, route in enumerate(platform.routes, start=1)
        if route not in usual
    ]
    law = books.laws.get(notice.law)
    number = len(platform.routes)
    for step in law.next_step if law else ():
        regulator = books.platforms.get(step.regulator or "")
        if step.only_for is None or regulator is None:
            continue
        for route in regulator.routes:
            number += 1
            ways.append(_way(number, regulator, route, step.only_for, books))
    return tuple(ways)


def _way(number: int, platform: Platform, route: Route, only_for: str, books: Playbooks) -> OtherWay:
    law = books.laws[route.law]
    return OtherWay(number, platform, route, only_for, law.copyright, law.sender.own_name_required)


def ask_another_way(
    actor: Actor,
    notice: Notice,
    *,
    way: int,
    name_may_be_shown: bool = False,
    work: str = "",
    language: str | None = None,
    letterhead: Letterhead,
    now: datetime,
) -> list[Notice]:
    """About the links of `notice` that are not gone, on its ground and with its hold.

    `language` overrides the choice by the place's languages.
    Copyright: `name_may_be_shown` is the second yes, `work` says which photograph it is and who took it.
    Errors: Refused, PermissionRefused.
    """
    with acting(
        actor,
        may={"caseworker"},
        verb="takedown.ask_another_way",
        subject=notice.public_id,
        case=notice.case,
        details={"way": way, "name_may_be_shown": name_may_be_shown},
    ) as act:
        if not has_consent(notice.case, Consent.Kind.ASK_PLATFORMS):
            raise Refused(_("The person has not said yes to writing to platforms, so nothing can be sent."))
        chosen = next((one for one in other_ways(notice, letterhead) if one.number == way), None)
        if chosen is None:
            raise Refused(_("There is no other way of this number. Leave out --take to see those there are."))
        _need_second_yes(chosen, name_may_be_shown, work)
        asking = Asking(
            case=notice.case,
            platform=chosen.platform,
            ground=ground_kind(notice.ground),
            ground_words=notice.ground_words or "",
            decided_by=actor.pseudonym,
            letterhead=letterhead,
            now=now,
            language=language,
            proof=notice.proof,
            held_until=notice.held_until if notice.held_until and notice.held_until > now else None,
            second_yes_by=actor.pseudonym if chosen.copyright else "",
            work=work.strip() if chosen.copyright else "",
        )
        made = ask_for_links(asking, _links(notice), [chosen.route])
        act.details["notices"] = [one.public_id for one in made]
    return made


def _need_second_yes(chosen: OtherWay, name_may_be_shown: bool, work: str) -> None:
    if not chosen.copyright:
        return
    if not name_may_be_shown:
        raise Refused(second_yes_wanted())
    if not work.strip():
        raise Refused(
            _(
                "Say which photograph it is and who took it (--work): who took it owns the copyright, "
                "a school or a studio owns its portraits."
            )
        )


def _links(notice: Notice) -> Sequence[Link]:
    links = list(Link.objects.filter(notices=notice).exclude(state__in=GONE_STATES).order_by("pk"))
    if not links:
        raise Refused(_("Everything that this notice names is gone already."))
    return links
