"""Korean and Urdu: every sentence of the pages is there, and the compiled files are the written ones."""

from __future__ import annotations

import ast
import gettext
import re
from pathlib import Path

import pytest

import jikimi

ROOT = Path(jikimi.__file__).parent
Catalogue = dict[str, str]


def _written(path: Path) -> Catalogue:
    """A .po file, as simple as ours are: one line a string."""
    catalogue, context = {}, ""
    for block in path.read_text().split("\n\n"):
        found = dict(re.findall(r"^(msgctxt|msgid|msgstr) (\".*\")$", block, flags=re.M))
        said = {name: ast.literal_eval(value) for name, value in found.items()}
        if said.get("msgid"):
            context = said.get("msgctxt", "")
            catalogue[f"{context}\x04{said['msgid']}" if context else said["msgid"]] = said["msgstr"]
    return catalogue


def _asked_for(app: str) -> set[str]:
    pattern = re.compile(
        r"{% translate ([\"'])(?P<msgid>.*?)\1(?: context \"(?P<context>.*?)\")? %}"
        r"|{% blocktranslate %}(?P<block>.*?){% endblocktranslate %}"
    )
    found = set()
    for template in (ROOT / app / "templates").rglob("*.html"):
        for match in pattern.finditer(template.read_text()):
            msgid = match["msgid"] or re.sub(r"{{ (\w+) }}", r"%(\1)s", match["block"])
            found.add(f"{match['context']}\x04{msgid}" if match["context"] else msgid)
    return found


@pytest.mark.parametrize("language", ["ko", "ur"])
@pytest.mark.parametrize("app", ["door", "desk"])
def test_every_sentence_is_translated_and_compiled(app: str, language: str) -> None:
    folder = ROOT / app / "locale" / language / "LC_MESSAGES"
    written = _written(folder / "django.po")
    assert _asked_for(app) == set(written)
    assert all(written.values())
    with (folder / "django.mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)._catalog  # type: ignore[attr-defined]
    assert {name: words for name, words in compiled.items() if name} == written


@pytest.mark.parametrize("language", ["ko", "ur"])
def test_what_is_put_in_stays_the_same(language: str) -> None:
    for msgid, words in _written(ROOT / "door" / "locale" / language / "LC_MESSAGES" / "django.po").items():
        assert re.findall(r"%\(\w+\)s", msgid) == re.findall(r"%\(\w+\)s", words)
