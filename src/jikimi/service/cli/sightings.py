"""`jikimi sightings`, `jikimi confirm`, `jikimi dismiss`: what was found, and what a person decides."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from jikimi.service.before_sending import HoldUntil, LetterLanguage, ProofKept, Words, ask_about_proof, in_utc
from jikimi.service.cli.say import AsJson, say
from jikimi.service.plain_errors import CouldNot, plain_errors

if TYPE_CHECKING:
    from jikimi.cases.actor import Actor
    from jikimi.watch.models import Sighting

Number = Annotated[int, typer.Argument(help="The sighting's number, as `sightings` gives it")]


def register(app: typer.Typer) -> None:
    app.command("sightings")(sightings)
    app.command("confirm")(confirm)
    app.command("dismiss")(dismiss)


def sightings(
    all_of_them: Annotated[bool, typer.Option("--all", help="Also those that are decided.")] = False,
    show_addresses: Annotated[
        bool, typer.Option("--show-addresses", help="Also print where each one is.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """The sightings that wait for a decision, one a line. No picture is shown."""
    with plain_errors():
        from jikimi.service.prepare import ready

        ready()
        from jikimi.service.map_words import LEGEND
        from jikimi.service.sighting_line import shows_map, sighting_as_data, sighting_line
        from jikimi.service.who import helper
        from jikimi.watch.queries import sightings_visible_to

        found = sightings_visible_to(helper())
        shown = list(found if all_of_them else found.filter(state="open"))
        lines = []
        for sighting in shown:
            state = "" if sighting.state == "open" else f" [{sighting.state}]"
            note = f" (the picture was not kept: {sighting.keep_note})" if sighting.keep_note else ""
            lines.append(sighting_line(sighting, show_address=show_addresses) + state + note)
        if any(shows_map(sighting) for sighting in shown):
            lines += ["", LEGEND]
        data = [sighting_as_data(sighting, show_address=show_addresses) for sighting in shown]
        none = "No sighting waits for a decision. That is never a proof that there is no copy."
        say(data, lines or [none], as_json=as_json)


def confirm(
    numbers: Annotated[
        list[int], typer.Argument(help="One or several sightings, by the numbers that `sightings` gives")
    ],
    ground: Annotated[
        Literal["statement", "region_map", "look"],
        typer.Option(
            help="statement: her own words. region_map: what was kept and replaced. look: you looked."
        ),
    ],
    *,
    words: Words = "",
    place_is_abusive: Annotated[
        bool, typer.Option(help="For an unaltered photograph: the place itself does harm.")
    ] = False,
    proof: ProofKept = None,
    hold_until: HoldUntil = None,
    language: LetterLanguage = None,
    as_json: AsJson = False,
) -> None:
    """It is hers and does harm: write to those who can remove it, and look until it is gone.

    Several of one case in one place share a notice. If one of them is refused, none is confirmed.
    """
    with plain_errors():
        from jikimi.service.config import load
        from jikimi.service.letterhead import make_letterhead
        from jikimi.service.prepare import ready

        config = load()
        answer = proof or ask_about_proof()
        ready()
        from django.utils import timezone

        from jikimi.service.notice_lines import asked, asked_lines
        from jikimi.service.who import helper
        from jikimi.takedown.actions.ask_another_way import other_ways
        from jikimi.takedown.actions.confirm_sighting import confirm_sightings
        from jikimi.takedown.refusals import Refused

        actor = helper()
        letterhead = make_letterhead(config)
        try:
            notices = confirm_sightings(
                actor,
                [_sighting(actor, number) for number in numbers],
                ground=ground,
                words=words,
                place_is_abusive=place_is_abusive,
                proof=answer.replace("-", " "),
                hold_until=in_utc(hold_until, config.centre.time_zone),
                language=language,
                letterhead=letterhead,
                now=timezone.now(),
            )
        except Refused as refused:
            raise CouldNot(str(refused)) from None
        told = [asked(notice) for notice in notices]
        lines = asked_lines(told)
        if notices and other_ways(notices[0], letterhead):
            lines.append(f"There are other ways too: `jikimi notices other-ways {notices[0].public_id}`.")
        say({"notices": told}, lines, as_json=as_json)


def dismiss(number: Number, as_json: AsJson = False) -> None:
    """It is not hers, or does no harm. `confirm` can still follow."""
    with plain_errors():
        from jikimi.service.prepare import ready

        ready()
        from django.utils import timezone

        from jikimi.service.who import helper
        from jikimi.watch.actions.settle_sighting import dismiss_sighting
        from jikimi.watch.refusals import Refused

        actor = helper()
        try:
            dismiss_sighting(actor, _sighting(actor, number), now=timezone.now())
        except Refused as refused:
            raise CouldNot(str(refused)) from None
        say({"sighting": number, "state": "dismissed"}, [f"Sighting {number} is dismissed."], as_json=as_json)


def _sighting(actor: Actor, number: int) -> Sighting:
    from jikimi.watch.queries import sightings_visible_to

    found = sightings_visible_to(actor).filter(pk=number).first()
    if found is None:
        raise CouldNot(f"There is no sighting {number} among yours.")
    return found
