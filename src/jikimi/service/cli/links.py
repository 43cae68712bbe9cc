"""`jikimi links`: where it was, how sure we are that it is gone, and links that a person gave."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from jikimi.service.before_sending import HoldUntil, LetterLanguage, ProofKept, Words, ask_about_proof, in_utc
from jikimi.service.cli.say import AsJson, OfCase, say
from jikimi.service.plain_errors import CouldNot, plain_errors

if TYPE_CHECKING:
    from jikimi.cases.actor import Actor
    from jikimi.service.config import Config
    from jikimi.takedown.certainty import Bar
    from jikimi.takedown.models import Link

links = typer.Typer(help="Links: is it gone, how surely, and what every look saw.")
Number = Annotated[int, typer.Argument(help="The link's number, as `links` gives it")]
Addresses = Annotated[bool, typer.Option("--show-addresses", help="Also print where each one is.")]


def register(app: typer.Typer) -> None:
    app.add_typer(links, name="links")


@links.callback(invoke_without_command=True)
def _list_by_default(
    context: typer.Context, *, case: OfCase = "", show_addresses: Addresses = False, as_json: AsJson = False
) -> None:
    if context.invoked_subcommand is None:
        list_all(case=case, show_addresses=show_addresses, as_json=as_json)


@links.command("list")
def list_all(*, case: OfCase = "", show_addresses: Addresses = False, as_json: AsJson = False) -> None:
    """Every link of your cases: what the looks at it amount to, by which rule, and when the next is."""
    with plain_errors():
        actor, config = _ready()
        from jikimi.service.choose_case import case_of
        from jikimi.service.link_lines import as_data, line
        from jikimi.takedown.queries import links_visible_to

        visible = links_visible_to(actor)
        found = list(visible.filter(case=case_of(actor, case)) if case else visible)
        rule = _Rules(config)
        data = [as_data(link, rule(link), show_addresses=show_addresses) for link in found]
        lines = [
            line(link, rule(link)) + (f"; {link.post} {link.media or ''}".rstrip() if show_addresses else "")
            for link in found
        ]
        none = "There is no link yet: `jikimi confirm` makes one of a sighting, `links add` of an address."
        say(data, lines or [none], as_json=as_json)


@links.command("show")
def show(number: Number, *, as_json: AsJson = False) -> None:
    """One link with every look at it: what was seen, and from where. Prints addresses."""
    with plain_errors():
        actor, config = _ready()
        from jikimi.service.link_lines import as_data, check_lines, line
        from jikimi.takedown.queries import checks_of

        link = _link(actor, number)
        bar = _Rules(config)(link)
        checks = list(checks_of(link))
        data = as_data(link, bar, show_addresses=True)
        data["checks"] = [
            {
                "at": one.at.isoformat(),
                "from": one.vantage,
                "grade": one.grade,
                "seen": dict(one.all_seen),
            }
            for one in checks
        ]
        lines = [line(link, bar), f"{link.post} {link.media or ''}".rstrip()]
        lines += [said for check in checks for said in check_lines(check)]
        say(data, lines, as_json=as_json)


@links.command("add")
def add(
    address: Annotated[str, typer.Argument(help="The address of the page or of the picture itself")],
    case: Annotated[str, typer.Option(help="The number of the case, such as 26-0001")],
    media: Annotated[str, typer.Option(help="The file's own address, if you know it")] = "",
    platform: Annotated[str, typer.Option(help="The platform's playbook; usually known by the address")] = "",
    *,
    as_json: AsJson = False,
) -> None:
    """A link that she, or somebody else, gave you. It is looked at from now on; nothing is sent."""
    with plain_errors():
        actor, config = _ready()
        from django.utils import timezone

        from jikimi.service.choose_case import case_of
        from jikimi.service.letterhead import make_letterhead
        from jikimi.service.link_lines import as_data, line
        from jikimi.service.sources import make_policy
        from jikimi.takedown.actions.add_link import add_link
        from jikimi.takedown.refusals import Refused

        try:
            link, new = add_link(
                actor,
                case_of(actor, case),
                address,
                media=media,
                platform=platform,
                playbooks=make_letterhead(config).playbooks,
                policy=make_policy(config),
                now=timezone.now(),
            )
        except Refused as refused:
            raise CouldNot(str(refused)) from None
        bar = _Rules(config)(link)
        lines = [line(link, bar)]
        if not new:
            lines.append("This case has it already.")
        elif not link.waits_for_yes:
            lines.append("`jikimi work` looks at it, often at first and then ever more rarely.")
        say(as_data(link, bar, show_addresses=False) | {"new": new}, lines, as_json=as_json)


@links.command("look")
def look(number: Number, *, as_json: AsJson = False) -> None:
    """Yes, look at it, though its address may tell the uploader that somebody did."""
    with plain_errors():
        actor, config = _ready()
        from django.utils import timezone

        from jikimi.service.link_lines import as_data
        from jikimi.takedown.actions.allow_look import allow_look
        from jikimi.takedown.refusals import Refused

        link = _link(actor, number)
        try:
            allow_look(actor, link, now=timezone.now())
        except Refused as refused:
            raise CouldNot(str(refused)) from None
        said = f"Link {number} is looked at within half an hour, and from then on at uneven times."
        say(as_data(link, _Rules(config)(link), show_addresses=False), [said], as_json=as_json)


@links.command("let-go")
def let_go(
    number: Number,
    why: Annotated[str, typer.Option(help="Why nobody is to look any more. It rests sealed, beside it.")],
    *,
    as_json: AsJson = False,
) -> None:
    """Nobody looks at it any more: the address was wrong, or a look is not worth the risk."""
    with plain_errors():
        actor, config = _ready()
        from django.utils import timezone

        from jikimi.service.link_lines import as_data, line
        from jikimi.takedown.actions.let_link_go import let_link_go
        from jikimi.takedown.refusals import Refused

        link = _link(actor, number)
        try:
            let_link_go(actor, link, why=why, now=timezone.now())
        except Refused as refused:
            raise CouldNot(str(refused)) from None
        bar = _Rules(config)(link)
        say(as_data(link, bar, show_addresses=False), [line(link, bar)], as_json=as_json)


@links.command("ask")
def ask(
    numbers: Annotated[list[int], typer.Argument(help="One or several links, by the numbers `links` gives")],
    ground: Annotated[
        Literal["statement", "look"],
        typer.Option(help="statement: her own words about this link. look: you looked."),
    ],
    *,
    words: Words = "",
    proof: ProofKept = None,
    hold_until: HoldUntil = None,
    language: LetterLanguage = None,
    as_json: AsJson = False,
) -> None:
    """Write to those who can remove what a link that you were given leads to."""
    with plain_errors():
        answer = proof or ask_about_proof()
        actor, config = _ready()
        from django.utils import timezone

        from jikimi.service.letterhead import make_letterhead
        from jikimi.service.notice_lines import asked, asked_lines
        from jikimi.takedown.actions.ask_for_given_links import ask_for_given_links
        from jikimi.takedown.refusals import Refused

        try:
            notices = ask_for_given_links(
                actor,
                [_link(actor, number) for number in numbers],
                ground=ground,
                words=words,
                proof=answer.replace("-", " "),
                hold_until=in_utc(hold_until, config.centre.time_zone),
                language=language,
                letterhead=make_letterhead(config),
                now=timezone.now(),
            )
        except Refused as refused:
            raise CouldNot(str(refused)) from None
        told = [asked(notice) for notice in notices]
        lines = asked_lines(told)
        say({"notices": told}, lines, as_json=as_json)


class _Rules:
    """The rule by which a link is called gone; the playbooks are read once."""

    def __init__(self, config: Config) -> None:
        from jikimi.service.letterhead import make_letterhead

        self._config = config
        self._playbooks = make_letterhead(config).playbooks

    def __call__(self, link: Link) -> Bar:
        from jikimi.service.loops.rhythms import bar_of
        from jikimi.service.web_source import places

        looks_from = places(self._config, link.source)
        return bar_of(self._playbooks, link.platform, looks_from, self._config.pace.looks_apart_s)


def _ready() -> tuple[Actor, Config]:
    from jikimi.service.config import load
    from jikimi.service.prepare import ready

    config = load()
    ready()
    from jikimi.service.who import helper

    return helper(), config


def _link(actor: Actor, number: int) -> Link:
    from jikimi.takedown.queries import links_visible_to

    found = links_visible_to(actor).filter(pk=number).first()
    if found is None:
        raise CouldNot(f"There is no link {number} among yours.")
    return found
