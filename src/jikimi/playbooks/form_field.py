"""One box of a web form: what it is called there, and the exact words that go into it."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import StringConstraints, model_validator

from jikimi.playbooks.part import Part, Words
from jikimi.playbooks.template import OWN_NAME, PLACEHOLDERS, only_known

# Beside the facts of a draft: the whole subject and the whole text of the notice.
IN_A_FIELD = (PLACEHOLDERS - {OWN_NAME}) | {"subject", "body"}


class FormField(Part):
    """`name` is ours, `label` is how the form calls the box, `text` is what is written there."""

    name: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,31}$")]
    label: Words
    text: Words

    @model_validator(mode="after")
    def _only_known_facts(self) -> Self:
        only_known(self.text, IN_A_FIELD)
        return self
