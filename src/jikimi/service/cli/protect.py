"""`jikimi protect`: fingerprints of photographs into the bank."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from jikimi.service.plain_errors import COULD_NOT, plain_errors

if TYPE_CHECKING:
    from jikimi.service.photos import ReadPhoto


def register(app: typer.Typer) -> None:
    app.command("protect")(protect)


def protect(
    photos: Annotated[list[Path], typer.Argument(help="The photos. They are read once and not copied.")],
    kind: Annotated[
        Literal["original", "item"],
        typer.Option(help="original: an ordinary photograph. item: the abusive picture itself."),
    ],
    case: Annotated[str, typer.Option(help="The number of the case, or: new")],
    consent: Annotated[
        str, typer.Option(help="For a new case, the yeses she gave, such as watch,ask_platforms")
    ] = "",
) -> None:
    """Protect photographs: keep their fingerprints, and look for copies and altered versions of them.

    The photographs themselves are never copied.
    """
    with plain_errors():
        from jikimi.service.photos import check_photos

        check_photos(photos)
        number, kept, known, read = _protect(photos, kind, case, consent)
        refused = [photo for photo in read if photo.record is None]
        _tell(number, kind, kept, known, read)
        if refused:
            raise typer.Exit(COULD_NOT)


def _protect(
    photos: list[Path], kind: str, case_number: str, consent: str
) -> tuple[str, int, int, list[ReadPhoto]]:
    from jikimi.service.config import load
    from jikimi.service.consents import ask_consents, need_watch, read_consents
    from jikimi.service.photos import read_photos
    from jikimi.service.prepare import ready

    new = case_number == "new"
    consents = need_watch(read_consents(consent) if consent else ask_consents()) if new else []
    ready()
    from django.db import transaction

    from jikimi.cases.actions.protect import protect as protect_photo
    from jikimi.service.choose_case import case_of, new_case
    from jikimi.service.who import helper

    actor = helper()
    case = None if new else case_of(actor, case_number)
    read = read_photos(photos, load().watch.decoders)
    records = [photo.record for photo in read if photo.record is not None]
    if not records:
        return "", 0, 0, read
    # All of them or none: a case without its photographs would look as if it were watched for.
    with transaction.atomic():
        case = case or new_case(actor, consents)
        made = [protect_photo(actor, case, kind=kind, record=record)[1] for record in records]
    return case.number, sum(made), len(made) - sum(made), read


def _tell(number: str, kind: str, kept: int, known: int, read: list[ReadPhoto]) -> None:
    if kept:
        as_kind = "as ordinary photographs" if kind == "original" else "as abusive pictures"
        typer.echo(f"{_photos(kept)} protected in case {number}, {as_kind}.")
        typer.echo("Only fingerprints were kept; the photos were not copied.")
    if known:
        typer.echo(f"{_photos(known)} already protected in case {number} before.")
    for photo in read:
        if photo.record is None:
            typer.echo(f"Not protected: {photo.path}: {photo.refusal}", err=True)
        elif kept:
            typer.echo(f"{photo.path.name} {photo.strength}.")


def _photos(count: int) -> str:
    return f"{count} photo" if count == 1 else f"{count} photos"
