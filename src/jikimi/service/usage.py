"""A command that was typed wrong: one sentence that says what to do, in place of the library's words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import typer

from jikimi.service.plain_errors import COULD_NOT
from jikimi.service.words import _

STOPPED = 1
# The library keeps this class to itself; what it shows is a kind of it.
_Wrong: type[Exception] = typer.BadParameter.__mro__[1]


def run(app: typer.Typer) -> int:
    """The command that was typed; its exit status. 2 for one that was typed wrong."""
    command = typer.main.get_command(app)
    try:
        status = command.main(prog_name="jikimi", standalone_mode=False)
    except typer.Abort:
        typer.echo(_("Stopped. Nothing more was done."), err=True)
        return STOPPED
    except _Wrong as wrong:
        if type(wrong).__name__ == "NoArgsIsHelpError":
            typer.echo(str(wrong), err=True)
        else:
            for line in in_words(wrong):
                typer.echo(line, err=True)
        return COULD_NOT
    return status if isinstance(status, int) else 0


def in_words(wrong: Any) -> Iterator[str]:
    """What is wrong, what the thing is for, and where to read more."""
    name = type(wrong).__name__
    param = getattr(wrong, "param", None)
    if name == "NoSuchOption":
        yield _no_such_option(wrong)
    elif name == "BadOptionUsage":
        yield _bad_option(wrong)
    elif name == "MissingParameter":
        yield _("{name} is missing.").format(name=_named(param)) + _about(param)
    elif name == "BadParameter":
        yield _bad_value(wrong.message, _named(param)) + _about(param)
    else:
        yield _bad_command(wrong.message)
    where = wrong.ctx.command_path if wrong.ctx else "jikimi"
    yield _("`{command} --help` shows what can be said here.").format(command=where)


def _no_such_option(wrong: Any) -> str:
    said = _("There is no option {option} here.").format(option=_visible(wrong.option_name))
    if wrong.possibilities:
        said += " " + _("Did you mean {names}?").format(names=", ".join(sorted(wrong.possibilities)))
    return said


def _bad_option(wrong: Any) -> str:
    if "does not take a value" in wrong.message:
        return _("{option} stands alone: leave out what follows it.").format(option=wrong.option_name)
    return _("After {option} something is missing: write it behind it.").format(option=wrong.option_name)


def _bad_value(said: str, name: str) -> str:
    if choices := re.search(r"(?:Value error, )?('.*') is not one of (.*?)\.?$", said):
        must = _("{name} cannot be {value}. It is one of: {choices}.")
        return must.format(name=name, value=choices[1], choices=choices[2].replace("'", ""))
    if bound := re.search(r"(less|greater) than or equal to (\S+)", said):
        must = _("{name} is at most {bound}.") if bound[1] == "less" else _("{name} is at least {bound}.")
        return must.format(name=name, bound=bound[2])
    if "integer" in said:
        return _("{name} is a whole number, such as 7.").format(name=name)
    if "number" in said:
        return _("{name} is a number, such as 7 or 0.5.").format(name=name)
    if "does not match the formats" in said:
        must = _("{name} is a day such as 2026-12-01, or a day with a time such as 2026-12-01T09:00.")
        return must.format(name=name)
    return _("What was given for {name} is not understood.").format(name=name)


def _bad_command(said: str) -> str:
    if unknown := re.match(r"No such command '(.*?)'(?:\. Did you mean (.*)\?)?", said):
        sentence = _("There is no command {name} here.").format(name=_visible(unknown[1]))
        if unknown[2]:
            sentence += " " + _("Did you mean {names}?").format(names=unknown[2].replace("'", ""))
        return sentence
    if said.startswith("Missing command"):
        return _("It is not said what to do.")
    if extra := re.match(r"Got unexpected extra arguments?\s*(?:\(s\) )?\((.*)\)$", said, flags=re.S):
        must = _("{words}: that is more than belongs here. Words that belong together need quotation marks.")
        return must.format(words=_visible(extra[1]))
    return _("What was typed is not understood.")


def _named(param: Any) -> str:
    """As it is typed: --ground, or the argument's name."""
    if param is None:
        return _("Something")
    if param.param_type_name == "option":
        return str(max(param.opts, key=len))
    return str(param.name).strip("_").replace("_", " ").upper()


def _about(param: Any) -> str:
    """What the command says of it itself."""
    told = (getattr(param, "help", None) or "").strip()
    return f" ({told.rstrip('.')}.)" if told else ""


def _visible(words: str) -> str:
    return "".join(one if one.isprintable() else "?" for one in words[:200])
