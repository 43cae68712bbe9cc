"""`jikimi notices`: what was written to whom, what came of it, and what a person has to say about it."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from jikimi.service.before_sending import HoldDay, ask_own_name, in_utc
from jikimi.service.plain_errors import CouldNot, plain_errors

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from jikimi.cases.actor import Actor
    from jikimi.takedown.actions.show_sheet import Sheet
    from jikimi.takedown.models import Notice

notices = typer.Typer(help="Notices: how they stand, and what you have found out about them.")
Id = Annotated[str, typer.Argument(help="The notice's number, such as JK-ABCDEFGHIJKL")]
NameMayBeShown = Annotated[
    bool,
    typer.Option("--name-may-be-shown", help="Copyright: yes, the uploader may be told the sender's name."),
]
Words = Annotated[str, typer.Option(help="What they wrote. It rests sealed.")]


def register(app: typer.Typer) -> None:
    app.add_typer(notices, name="notices")


@notices.callback(invoke_without_command=True)
def _list_by_default(context: typer.Context) -> None:
    if context.invoked_subcommand is None:
        list_all()


@notices.command("list")
def list_all() -> None:
    """Every notice, the newest last; those that need a person are marked."""
    with plain_errors():
        from jikimi.service.prepare import ready

        ready()
        from jikimi.service.who import helper
        from jikimi.takedown.queries import NEED_A_PERSON, notices_visible_to

        found = list(notices_visible_to(helper()))
        for notice in found:
            mark = "! " if notice.state in NEED_A_PERSON and not notice.let_go_at else "  "
            line = f"{mark}{notice.public_id}  case {notice.case.number}  {notice.route}: {notice.state}"
            typer.echo(f"{line}. {notice.reason}" if notice.reason else line)
        if not found:
            typer.echo("No notice has been written yet.")
        from jikimi.service.standing import fallen

        for way in fallen():
            typer.echo(f"! {way['words']}")


@notices.command("show")
def show(id_: Id) -> None:
    """One notice: its words, every attempt to send it, every receipt. Prints addresses."""
    with plain_errors():
        actor, notice = _ready(id_)
        from jikimi.takedown.answers import answers_to
        from jikimi.takedown.queries import attempts_of, outcomes_of, receipts_of

        typer.echo(f"{notice.public_id} by {notice.route} to {notice.destination}: {notice.state}")
        if notice.reason:
            typer.echo(notice.reason)
        typer.echo(
            f"Decided by {notice.decided_by} on {notice.made_at:%Y-%m-%d %H:%M}, ground: {notice.ground}"
        )
        typer.echo(f"Language: {notice.language}. Proof: {notice.proof or 'not asked'}.")
        if notice.held_until:
            typer.echo(f"Held until {notice.held_until:%Y-%m-%d %H:%M} UTC.")
        for attempt in attempts_of(notice):
            by = f" (as {attempt.resolved_by} found out)" if attempt.resolved_by else ""
            typer.echo(
                f"Attempt {attempt.number}, {attempt.begun_at:%Y-%m-%d %H:%M:%S}: {attempt.outcome}{by}"
            )
            if attempt.words:
                typer.echo(f"  They said: {attempt.words}")
        for receipt in receipts_of(notice):
            back = f", taken back {receipt.taken_back_at:%Y-%m-%d %H:%M}" if receipt.taken_back_at else ""
            typer.echo(f"Receipt, {receipt.at:%Y-%m-%d %H:%M:%S}: {receipt.grade}, {receipt.reference}{back}")
        for named in outcomes_of(notice):
            why = f" ({named.refusal})" if named.refusal else ""
            since = f" since {named.outcome_at:%Y-%m-%d %H:%M}" if named.outcome_at else ""
            typer.echo(f"Link {named.link_id}: {named.outcome}{why}{since}")
        for answer in answers_to(notice):
            typer.echo(f"Answer {answer.pk}: {answer.kind}, {answer.at:%Y-%m-%d %H:%M}, by {answer.way}")
        typer.echo("")
        typer.echo(f"Subject: {notice.subject}")
        typer.echo("")
        typer.echo(str(notice.body))
        del actor


@notices.command("resolve")
def resolve(
    id_: Id,
    sent: Annotated[bool, typer.Option("--sent/--not-sent", help="What you have found out")],
) -> None:
    """Say what became of a notice that is `unknown`. With --not-sent it is sent again."""

    def settle(actor: Actor, notice: Notice) -> None:
        from django.utils import timezone

        from jikimi.takedown.actions.resolve_unknown import resolve_unknown

        resolve_unknown(actor, notice, sent=sent, now=timezone.now())

    _do(id_, settle)


@notices.command("bounce")
def bounce(
    id_: Annotated[str, typer.Argument(help="The notice's number; not needed with --letter")] = "",
    letter: Annotated[
        Path | None, typer.Option(help="The letter that came back, as a file of your mail program")
    ] = None,
    words: Words = "",
) -> None:
    """It came back: its receipt is taken back, and it stands red until somebody sees to it."""
    with plain_errors():
        if letter is not None:
            id_, words = _read_letter(letter)

    def take_back(actor: Actor, notice: Notice) -> None:
        from django.utils import timezone

        from jikimi.takedown.actions.record_bounce import record_bounce

        record_bounce(actor, notice, words=words, now=timezone.now())

    _do(id_, take_back)


@notices.command("answered")
def answered(
    id_: Id,
    refused: Annotated[bool, typer.Option("--refused/--accepted", help="Whether they will not remove it")],
    reason: Annotated[
        list[str] | None, typer.Option(help="With --refused: why, in a key of docs/answers.md; repeatable")
    ] = None,
    reference: Annotated[str, typer.Option(help="Their number for it")] = "",
    words: Words = "",
) -> None:
    """They have answered."""

    def write_down(actor: Actor, notice: Notice) -> None:
        from django.utils import timezone

        from jikimi.takedown.actions.settle_answer import write_down_answer

        write_down_answer(
            actor,
            notice,
            means="refused" if refused else "received",
            reasons=reason or [],
            reference=reference,
            words=words,
            now=timezone.now(),
        )

    _do(id_, write_down)


@notices.command("again")
def again(id_: Id) -> None:
    """Send once more what was not sent or came back, to where the configuration says today."""

    def send(actor: Actor, notice: Notice) -> None:
        from django.utils import timezone

        from jikimi.service.config import load
        from jikimi.service.letterhead import make_letterhead
        from jikimi.takedown.actions.send_again import send_again

        send_again(actor, notice, letterhead=make_letterhead(load()), now=timezone.now())

    _do(id_, send)


@notices.command("send")
def send(
    id_: Id,
    own_name: Annotated[
        bool, typer.Option("--own-name", help="Its law demands the person's own name: asks you for it.")
    ] = False,
    name_may_be_shown: NameMayBeShown = False,
) -> None:
    """Say yes to a notice that was prepared for you: it goes out."""

    def say_yes(actor: Actor, notice: Notice) -> None:
        from django.utils import timezone

        from jikimi.service.config import load
        from jikimi.service.letterhead import make_letterhead
        from jikimi.takedown.actions.decide_prepared import send_prepared
        from jikimi.takedown.actions.give_own_name import give_own_name

        letterhead = make_letterhead(load())
        if own_name:
            give_own_name(actor, notice, name=ask_own_name(), letterhead=letterhead, now=timezone.now())
        else:
            send_prepared(
                actor,
                notice,
                letterhead=letterhead,
                name_may_be_shown=name_may_be_shown,
                now=timezone.now(),
            )

    _do(id_, say_yes)


@notices.command("hold")
def hold(id_: Id, until: HoldDay) -> None:
    """Let nothing of it go out before that day: it warns the uploader, and the police may want a delay."""

    def keep_back(actor: Actor, notice: Notice) -> None:
        from django.utils import timezone

        from jikimi.takedown.actions.hold_notice import hold_notice

        hold_notice(actor, notice, until=in_utc(until), now=timezone.now())

    _do(id_, keep_back)


@notices.command("release")
def release(id_: Id) -> None:
    """Let a notice that is held go out now."""

    def let_go(actor: Actor, notice: Notice) -> None:
        from django.utils import timezone

        from jikimi.takedown.actions.hold_notice import release_notice

        release_notice(actor, notice, now=timezone.now())

    _do(id_, let_go)


@notices.command("other-ways")
def other_ways_of(
    id_: Id,
    take: Annotated[int | None, typer.Option(help="Ask by this way too, by its number.")] = None,
    name_may_be_shown: NameMayBeShown = False,
    work: Annotated[
        str, typer.Option(help="Copyright: which photograph it is and who took it. It stands in the letter.")
    ] = "",
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object, nothing else.")] = False,
) -> None:
    """The other ways to ask the same place, each for some cases only; with --take, ask by one of them."""
    with plain_errors():
        from jikimi.service.config import load
        from jikimi.service.letterhead import make_letterhead

        letterhead = make_letterhead(load())
        actor, notice = _ready(id_)
        from django.utils import timezone

        from jikimi.service.other_ways import as_object, in_words
        from jikimi.takedown.actions.ask_another_way import ask_another_way, other_ways
        from jikimi.takedown.refusals import Refused

        if take is None:
            found = other_ways(notice, letterhead)
            typer.echo(json.dumps(as_object(found), ensure_ascii=False) if as_json else in_words(found))
            return
        try:
            made = ask_another_way(
                actor,
                notice,
                way=take,
                name_may_be_shown=name_may_be_shown,
                work=work,
                letterhead=letterhead,
                now=timezone.now(),
            )
        except Refused as refused:
            raise CouldNot(str(refused)) from None
        if as_json:
            typer.echo(json.dumps({"notices": [one.public_id for one in made]}))
        else:
            for one in made:
                typer.echo(f"{one.public_id} by {one.route}: {one.state}. {one.reason}".strip())


@notices.command("drop")
def drop(id_: Id, why: Annotated[str, typer.Option(help="Why it is not to be sent")] = "") -> None:
    """Say no to a notice that was prepared for you: it never goes out."""

    def say_no(actor: Actor, notice: Notice) -> None:
        from jikimi.takedown.actions.decide_prepared import drop_prepared

        drop_prepared(actor, notice, why=why)

    _do(id_, say_no)


@notices.command("sheet")
def sheet(
    id_: Id,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object, nothing else.")] = False,
) -> None:
    """The exact text for each box of the platform's form. Prints addresses. The notice stays "not sent"."""
    with plain_errors():
        actor, notice = _ready(id_)
        from django.utils import timezone

        from jikimi.service.config import load
        from jikimi.service.letterhead import make_letterhead
        from jikimi.takedown.actions.show_sheet import show_sheet
        from jikimi.takedown.refusals import Refused

        try:
            shown = show_sheet(actor, notice, letterhead=make_letterhead(load()), now=timezone.now())
        except Refused as refused:
            raise CouldNot(str(refused)) from None
        typer.echo(json.dumps(asdict(shown), ensure_ascii=False) if as_json else "\n".join(_boxes(shown)))


def _boxes(shown: Sheet) -> Iterator[str]:
    yield f"{shown.notice_id}. The form is at: {shown.where}"
    for number, box in enumerate(shown.fields, start=1):
        yield ""
        yield f"--- {number}. {box.label} ---"
        yield box.text
    yield ""
    yield "Not sent yet. When the form has given you a number, record it:"
    yield f"jikimi notices receipt {shown.notice_id} --reference NUMBER"


@notices.command("receipt")
def receipt(
    id_: Id,
    reference: Annotated[str, typer.Option(help="The number that the platform's form gave you")],
    words: Words = "",
) -> None:
    """You filled in the platform's form, and it gave a number: the notice is sent."""

    def write_down(actor: Actor, notice: Notice) -> None:
        from django.utils import timezone

        from jikimi.takedown.actions.record_form_receipt import record_form_receipt

        record_form_receipt(actor, notice, reference=reference, words=words, now=timezone.now())

    _do(id_, write_down)


@notices.command("let-go")
def let_go(
    id_: Id, why: Annotated[str, typer.Option(help="Why nothing more is to come of it. Shown beside it.")]
) -> None:
    """Nothing more is done about what was refused, not sent, came back or stayed without an answer."""

    def settle(actor: Actor, notice: Notice) -> None:
        from django.utils import timezone

        from jikimi.takedown.actions.let_go import let_go as let_notice_go

        let_notice_go(actor, notice, why=why, now=timezone.now())

    _do(id_, settle)


@notices.command("remind")
def remind(id_: Id) -> None:
    """Ask once more, now, for what is still there of the links that a notice names."""

    def ask(actor: Actor, notice: Notice) -> None:
        from django.utils import timezone

        from jikimi.takedown.actions.remind_now import remind_now

        remind_now(actor, notice, now=timezone.now())

    _do(id_, ask)


@notices.command("breach-pack")
def breach_pack(
    id_: Id,
    out: Annotated[Path, typer.Option(help="A folder for the files; it is made if it is not there")],
) -> None:
    """Write the record of a notice as PDF and JSON, signed: all that was sent, answered and seen, in order.

    For a complaint that was prepared: exactly the files that go with it. The files name addresses.
    """
    with plain_errors():
        _actor, notice = _ready(id_)
        from django.utils import timezone

        from jikimi.seal.private_file import write_private
        from jikimi.service.config import load
        from jikimi.service.letterhead import make_letterhead
        from jikimi.takedown.breach_pack.kept import pack_of
        from jikimi.takedown.refusals import Refused

        try:
            files = pack_of(notice, make_letterhead(load()), timezone.now())
            for file in files:
                write_private(out.absolute() / file.name, file.content)
                typer.echo(f"{out / file.name}  SHA-256 {file.sha256}")
        except Refused as refused:
            raise CouldNot(str(refused)) from None
        except FileExistsError:
            raise CouldNot(f"{out} holds such files already. They are never overwritten.") from None
        typer.echo("These files name addresses. Keep them where only you can read them.")


def _do(id_: str, verb: Callable[[Actor, Notice], None]) -> None:
    with plain_errors():
        actor, notice = _ready(id_)
        from jikimi.takedown.refusals import Refused

        try:
            verb(actor, notice)
        except Refused as refused:
            raise CouldNot(str(refused)) from None
        typer.echo(f"{notice.public_id}: {notice.state}")


def _ready(id_: str) -> tuple[Actor, Notice]:
    from jikimi.service.prepare import ready

    ready()
    from jikimi.service.who import helper
    from jikimi.takedown.queries import notice_by_id

    actor = helper()
    notice = notice_by_id(actor, id_)
    if notice is None:
        raise CouldNot("There is no such notice among yours.")
    return actor, notice


def _read_letter(letter: Path) -> tuple[str, str]:
    from jikimi.routes.email.bounce import MAX_BYTES, read_bounce

    if not letter.is_file():
        raise CouldNot(f"There is no letter at {letter}.")
    with letter.open("rb") as file:
        bounced = read_bounce(file.read(MAX_BYTES))
    if bounced is None:
        raise CouldNot("This letter does not say that one of our notices was not delivered.")
    if not bounced.permanent:
        raise CouldNot("This letter says that the notice is late, not that it was lost. Wait for another.")
    return bounced.notice_id, bounced.words
