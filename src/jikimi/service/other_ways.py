"""The ways that are never taken by themselves, for a person and for a program."""

from __future__ import annotations

from collections.abc import Sequence

from jikimi.takedown.actions.ask_another_way import OtherWay


def in_words(ways: Sequence[OtherWay]) -> str:
    if not ways:
        return "There is no other way to ask this place."
    return "\n".join(_line(way) for way in ways)


def as_object(ways: Sequence[OtherWay]) -> dict[str, object]:
    return {
        "ways": [
            {
                "number": way.number,
                "kind": way.route.kind,
                "law": way.route.law,
                "asks": way.platform.name,
                "only_for": way.only_for,
                "copyright": way.copyright,
                "own_name": way.own_name,
                "to_be_confirmed": way.route.to_be_confirmed,
            }
            for way in ways
        ]
    }


def _line(way: OtherWay) -> str:
    parts = [f"{way.number}: {way.platform.name}, {way.route.kind}, {way.route.law}.", way.only_for]
    if way.copyright:
        parts.append(
            "The uploader may be shown the sender's name, and it may be published: needs --name-may-be-shown "
            "and --work."
        )
    if way.own_name:
        parts.append("The letter bears the person's own name: you are asked for it when it is sent.")
    if way.route.to_be_confirmed:
        parts.append("The address is to be confirmed by the centre.")
    return " ".join(part for part in parts if part)
