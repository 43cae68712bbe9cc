"""`jikimi answers`: what platforms wrote, and what a person makes of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from jikimi.service.cli.say import AsJson, OnlyLinks, say
from jikimi.service.plain_errors import CouldNot, plain_errors

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jikimi.cases.actor import Actor
    from jikimi.takedown.models import Answer

answers = typer.Typer(help="What came back from platforms. What they wrote is shown as text only.")
Number = Annotated[int, typer.Argument(help="The answer's number, as `answers` gives it")]


def register(app: typer.Typer) -> None:
    app.add_typer(answers, name="answers")


@answers.callback(invoke_without_command=True)
def _list_by_default(context: typer.Context, as_json: AsJson = False) -> None:
    if context.invoked_subcommand is None:
        list_all(as_json=as_json)


@answers.command("list")
def list_all(
    settled: Annotated[bool, typer.Option("--all", help="Also those that need nobody any more.")] = False,
    as_json: AsJson = False,
) -> None:
    """Those that wait for a person, the oldest first: to which notice, what they say, what to do."""
    with plain_errors():
        from jikimi.service.prepare import ready

        ready()
        from jikimi.service.who import helper
        from jikimi.takedown.answers import answers_summary, answers_visible_to, open_answers

        actor = helper()
        found = answers_visible_to(actor) if settled else open_answers(actor)
        lines = [_line(answer) for answer in found] or ["No answer waits for a person."]
        lines += _troubles(answers_summary().letterbox)
        say([_as_json(answer) for answer in found], lines, as_json=as_json)


@answers.command("show")
def show(number: Number, as_json: AsJson = False) -> None:
    """One answer with their words. They may hold addresses."""
    with plain_errors():
        _actor, answer = _ready(number)
        say(_as_json(answer, words=True), _lines(answer), as_json=as_json)


@answers.command("assign")
def assign(
    number: Number,
    id_: Annotated[str, typer.Argument(help="The notice that it answers")],
    as_json: AsJson = False,
) -> None:
    """Say which notice an answer belongs to."""
    with plain_errors():
        actor, answer = _ready(number)
        from django.utils import timezone

        from jikimi.takedown.actions.settle_answer import assign_answer
        from jikimi.takedown.queries import notice_by_id
        from jikimi.takedown.refusals import Refused

        notice = notice_by_id(actor, id_)
        if notice is None:
            raise CouldNot("There is no such notice among yours.")
        try:
            assign_answer(actor, answer, notice, now=timezone.now())
        except Refused as refused:
            raise CouldNot(str(refused)) from None
        say(_as_json(answer), [_line(answer)], as_json=as_json)


@answers.command("settle")
def settle(
    number: Number,
    means: Annotated[
        Literal["removed", "refused", "need-more", "received", "nothing"],
        typer.Option("--as", help="What it means. `nothing`: there is nothing to be done."),
    ],
    reason: Annotated[
        list[str] | None, typer.Option(help="Their reason; may be given several times.")
    ] = None,
    reference: Annotated[str, typer.Option(help="Their number for it")] = "",
    *,
    link: OnlyLinks = None,
    as_json: AsJson = False,
) -> None:
    """Say what an answer means, as you have read it."""
    with plain_errors():
        actor, answer = _ready(number)
        from django.utils import timezone

        from jikimi.takedown.actions.settle_answer import settle_answer
        from jikimi.takedown.refusals import Refused

        said = "" if means == "nothing" else means.replace("-", " ")
        try:
            settle_answer(
                actor,
                answer,
                means=said,
                reasons=reason or [],
                reference=reference,
                about=link or [],
                now=timezone.now(),
            )
        except Refused as refused:
            raise CouldNot(str(refused)) from None
        say(_as_json(answer), [f"Answer {answer.pk} is settled."], as_json=as_json)


def _ready(number: int) -> tuple[Actor, Answer]:
    from jikimi.service.prepare import ready

    ready()
    from jikimi.service.who import helper
    from jikimi.takedown.answers import answers_visible_to

    actor = helper()
    answer = answers_visible_to(actor).filter(pk=number).first()
    if answer is None:
        raise CouldNot(f"There is no answer {number} among yours.")
    return actor, answer


def _lines(answer: Answer) -> Iterator[str]:
    yield _line(answer)
    for name, said in (("From", answer.sender), ("Subject", answer.subject)):
        if said:
            yield f"{name}: {said}"
    yield ""
    # A line of theirs never stands at the edge, where ours do.
    yield from (f"  | {line}" for line in (answer.words or "(no words)").split("\n"))


def _line(answer: Answer) -> str:
    from jikimi.playbooks.answer_reasons import in_words

    whose = (
        f"{answer.notice.public_id}, case {answer.notice.case.number}" if answer.notice else "no notice yet"
    )
    parts = [f"Answer {answer.pk} ({answer.at:%Y-%m-%d %H:%M} UTC, by {answer.way}, {whose}): {answer.kind}"]
    parts += [in_words(key) for key in answer.reasons]
    if answer.reference:
        parts.append(f"their number {answer.reference}")
    if about := _about(answer):
        parts.append(f"about link {', '.join(map(str, about))} alone")
    parts.append(answer.waits_for if answer.settled_at is None else f"settled by {answer.settled_by}")
    return "; ".join(parts)


def _about(answer: Answer) -> list[int]:
    """The numbers of the links that it speaks of; none where it speaks of all."""
    return list(answer.about.order_by("pk").values_list("pk", flat=True))


def _as_json(answer: Answer, *, words: bool = False) -> dict[str, Any]:
    said: dict[str, Any] = {
        "answer": answer.pk,
        "at": answer.at.isoformat(timespec="seconds"),
        "way": answer.way,
        "notice": answer.notice.public_id if answer.notice else None,
        "case": answer.notice.case.number if answer.notice else None,
        "known_by": answer.known_by,
        "kind": answer.kind,
        "reasons": answer.reasons,
        "reference": answer.reference,
        "about": _about(answer),
        "waits_for": answer.waits_for,
        "settled_at": answer.settled_at.isoformat(timespec="seconds") if answer.settled_at else None,
    }
    if words:
        said |= {"sender": answer.sender, "subject": answer.subject, "words": answer.words}
    return said


def _troubles(letterbox: int) -> list[str]:
    if not letterbox:
        return []
    return [f"{letterbox} in the letterbox could not be opened: somebody may have tampered with it."]
