"""jikimi.toml: every mistake is named by its place, no value is repeated."""

from __future__ import annotations

from pathlib import Path

import pytest

from jikimi.service.config import Config, ConfigError, load
from jikimi.service.settings.database import BadDatabaseAddress, postgresql

WHOLE = """
playbooks = ["/etc/jikimi/playbooks"]
[centre]
name = "The centre"
contact = "help@centre.example"
key = "~/keys/centre.pem"
[net]
loopback_hosts = ["127.0.0.1:8008"]
ports = [8448]
[matrix."hs.example"]
base_url = "https://hs.example:8448"
access_token = "syt_secret"
[smtp]
host = "mail.centre.example"
port = 465
tls = "tls"
sender = "notices@centre.example"
username = "notices"
password_file = "/etc/jikimi/smtp-password"
[watch]
keep_days = 30
[database]
url = "postgresql://jikimi:hush@db.example/jikimi"
[door]
port = 9000
hosts = ["door.example"]
https = true
"""


def _file(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "jikimi.toml"
    path.write_text(text)
    return path


def test_without_a_file_everything_has_its_default(tmp_path: Path) -> None:
    assert load(tmp_path / "none.toml") == Config()


def test_a_whole_file_is_understood(tmp_path: Path) -> None:
    config = load(_file(tmp_path, WHOLE))
    assert config.centre.key == Path.home() / "keys" / "centre.pem"
    assert config.matrix["hs.example"].access_token is not None
    assert (config.smtp and config.smtp.tls, config.watch.keep_days, config.door.port) == ("tls", 30, 9000)
    assert config.desk.port == 8001


def test_secrets_do_not_show(tmp_path: Path) -> None:
    shown = repr(load(_file(tmp_path, WHOLE)))
    assert "syt_secret" not in shown
    assert "hush" not in shown


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("[centre\nname = 1", "line 1"),
        ('[smtp]\nhost = "x"\nsender = "a@b"\nprot = 25', "smtp.prot: there is no such setting"),
        ("[wacht]\nkeep_days = 1", "wacht: there is no such setting"),
        ("[watch]\nkeep_days = 0", "watch.keep_days"),
        ("[watch]\nkeep_days = 'hush-hush'", "watch.keep_days"),
        ("[smtp]\nhost = 'x'", "smtp.sender"),
        ("[smtp]\nhost = 'x'\nsender = 'a@b'\ntls = 'perhaps'", "smtp.tls"),
        ("[smtp]\nhost = 'x'\nsender = 'a@b'\npassword_file = 'hush-hush'", "must be a whole path"),
        ("[matrix.'hs.example']\nbase_url = 'hs.example'", "matrix.hs.example.base_url"),
        ("[matrix.'hs.example']\nbase_url = 'ftp://hush-hush@x'", "matrix.hs.example.base_url"),
        ("[net]\nports = [0]", "net.ports.0"),
        ("[door]\nport = 99999", "door.port"),
        ("[door]\nleave_to = 'javascript:alert(1)'", "door.leave_to"),
        ("[door]\nhosts = ['*']", "door.hosts.0"),
        ("[door]\nhosts = 'hush-hush'", 'door.hosts: a list is expected here, such as ["one", "two"]'),
        ("door = 8000", "door: a table is expected here"),
        ("[door]\nhttps = 'hush-hush'", "door.https: true or false is expected here"),
        ("[door]\nport = 'hush-hush'", "door.port: a whole number is expected here"),
        ("[door]\nport = 70000", "door.port: this should be 65535 or less"),
        ("[smtp]\nhost = 5\nsender = 'a@b'", "smtp.host: words in quotation marks are expected here"),
    ],
)
def test_a_mistake_is_named_by_its_place_and_its_value_is_not_repeated(
    tmp_path: Path, text: str, names: str
) -> None:
    with pytest.raises(ConfigError) as mistake:
        load(_file(tmp_path, text))
    assert names in str(mistake.value)
    assert "jikimi.toml" in str(mistake.value)
    assert "hush-hush" not in str(mistake.value)


def test_a_file_that_is_not_text_or_endless_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "jikimi.toml"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ConfigError, match="UTF-8"):
        load(path)
    path.write_bytes(b"#" * 2_000_000)
    with pytest.raises(ConfigError, match="too large"):
        load(path)
    with pytest.raises(ConfigError, match="cannot be read"):
        load(tmp_path)


def test_a_postgresql_address_is_taken_apart() -> None:
    settings = postgresql("postgresql://j%40x:p%2Fw@db.example:5433/jikimi")
    assert [settings[name] for name in ("USER", "PASSWORD", "HOST", "PORT", "NAME")] == [
        "j@x",
        "p/w",
        "db.example",
        "5433",
        "jikimi",
    ]


@pytest.mark.parametrize(
    "address", ["mysql://x/y", "postgresql://host", "hush-hush", "postgresql://h:hush-hush/x", ""]
)
def test_another_address_is_refused_without_repeating_it(address: str) -> None:
    with pytest.raises(BadDatabaseAddress) as refusal:
        postgresql(address)
    assert "hush-hush" not in str(refusal.value)
