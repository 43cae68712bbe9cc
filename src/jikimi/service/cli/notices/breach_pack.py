"""`jikimi notices breach-pack`: the whole record as PDF and JSON."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from jikimi.service.cli.notices.app import Id, notices, ready_with
from jikimi.service.cli.say import AsJson, say
from jikimi.service.plain_errors import CouldNot, plain_errors


@notices.command("breach-pack")
def breach_pack(
    id_: Id,
    out: Annotated[Path, typer.Option(help="A folder for the files; it is made if it is not there")],
    as_json: AsJson = False,
) -> None:
    """Write the record of a notice as PDF and JSON, signed: all that was sent, answered and seen, in order.

    For a complaint that was prepared: exactly the files that go with it. The files name addresses.
    """
    with plain_errors():
        _actor, notice = ready_with(id_)
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
        except Refused as refused:
            raise CouldNot(str(refused)) from None
        except FileExistsError:
            raise CouldNot(f"{out} holds such files already. They are never overwritten.") from None
        told = [{"file": str(out / file.name), "sha256": file.sha256} for file in files]
        lines = [f"{one['file']}  SHA-256 {one['sha256']}" for one in told]
        lines.append("These files name addresses. Keep them where only you can read them.")
        say(told, lines, as_json=as_json)
