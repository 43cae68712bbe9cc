"""A helper's whole way with web links: real commands, a real web behind real proxies in two countries."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.installation import Installation
from tests.servers.web import PUBLIC, WebServer, serving
from tests.servers.web.behaviours import ALL, POST, site_of

SITE = f"http://{PUBLIC}"


@pytest.fixture(scope="module")
def web() -> Iterator[WebServer]:
    with serving(("XX", "KR")) as server:
        yield server


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, web: WebServer) -> Installation:
    made = Installation(tmp_path_factory.mktemp("links") / "installation")
    (made.home / "jikimi.toml").write_text(
        f'[net]\nproxy = "{web.proxy("XX")}"\ncountry = "XX"\n'
        f'[[vantage]]\nname = "seoul"\ncountry = "KR"\nproxy = "{web.proxy("KR")}"\n'
        "[pace]\nlooks_apart_s = 0\n"
    )
    (made.home / "jikimi.toml").chmod(0o600)
    return made


def succeeds(home: Installation, *command: object) -> str:
    ended = home.run(*command)
    assert (ended.returncode, ended.stderr) == (0, "")
    return ended.stdout


def test_from_an_address_to_how_surely_it_is_gone(home: Installation, web: WebServer) -> None:
    web.sites[PUBLIC] = site_of(lambda: ALL["410"])
    number = succeeds(home, "case", "open", "--consent", "watch,ask_platforms").strip()
    assert "`jikimi work` looks at it" in succeeds(home, "links", "add", SITE + POST, "--case", number)
    assert "has it already" in succeeds(home, "links", "add", SITE + POST, "--case", number)
    succeeds(home, "work", "--once")
    assert "not sure yet: gone in 1 look from 2 places" in succeeds(home, "links")
    time.sleep(1.1)
    assert "gone (2 looks)" in succeeds(home, "work", "--once")
    (told,) = json.loads(succeeds(home, "links", "--json"))
    assert (told["state"], told["gone_looks"], told["gone_from"]) == ("gone", 2, ["direct", "seoul"])
    assert "address" not in told
    shown = succeeds(home, "links", "show", 1)
    assert shown.count("from seoul: gone") == 2
    assert "page status: 410" in shown
    assert f"final url: {SITE}{POST}" in shown


def test_hidden_in_one_country(home: Installation, web: WebServer) -> None:
    web.sites[PUBLIC] = site_of(lambda: ALL["451 in one country"])
    number = succeeds(home, "case", "open", "--consent", "watch").strip()
    succeeds(home, "links", "add", SITE + POST, "--case", number)
    assert "hidden by country" in succeeds(home, "work", "--once")


def test_nobody_looks_at_an_address_with_a_token_before_the_yes(home: Installation, web: WebServer) -> None:
    number = succeeds(home, "case", "open", "--consent", "watch").strip()
    asked = len(web.asked)
    said = succeeds(home, "links", "add", f"{SITE}/v?token=abcdef", "--case", number)
    assert "WAITS FOR YOUR YES" in said
    assert "`jikimi links look 3`" in said
    succeeds(home, "work", "--once")
    assert [ask.path for ask in web.asked[asked:] if "token" in ask.path] == []
    assert "waiting for a yes" in succeeds(home, "status")
    assert "within half an hour" in succeeds(home, "links", "look", 3)
    assert home.run("links", "look", 3).returncode == 2


@pytest.mark.parametrize(
    ("command", "sentence"),
    [
        ("links add board.example/1 --case 26-0001", "begins with https://"),
        (f"links add {SITE}/1 --case 99-0001", "no case '99-0001'"),
        (f"links add {SITE}/1", "--case"),
        ("links show 77", "no link 77"),
        ("links look 77", "no link 77"),
        ("links look 1", "looked at already"),
    ],
)
def test_refusals_say_what_to_do(home: Installation, command: str, sentence: str) -> None:
    ended = home.run(*command.split())
    assert ended.returncode == 2
    assert sentence in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_vantage_must_have_a_name_of_its_own(tmp_path: Path) -> None:
    made = Installation(tmp_path / "installation")
    one = '[[vantage]]\nname = "seoul"\ncountry = "KR"\nproxy = "http://127.0.0.1:9"\n'
    (made.home / "jikimi.toml").write_text(one + one)
    ended = made.run("work", "--once")
    assert ended.returncode == 2
    assert "every name once" in ended.stderr


def test_no_log_and_no_database_names_the_place(home: Installation) -> None:
    """After everything above: a thief of the disk learns no address."""
    for path in home.home.rglob("*"):
        if path.is_file() and path.name != "jikimi.toml":
            assert POST.encode() not in path.read_bytes(), path.name
            assert PUBLIC.encode() not in path.read_bytes(), path.name
