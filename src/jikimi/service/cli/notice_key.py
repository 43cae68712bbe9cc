"""`jikimi notice-key`: the public key by which platforms check the centre's notices."""

from __future__ import annotations

import typer

from jikimi.service.cli.say import AsJson, say


def register(app: typer.Typer) -> None:
    app.command(name="notice-key")(notice_key)


def notice_key(as_json: AsJson = False) -> None:
    """Print the centre's public key and its number, for platforms. The key is made if there is none."""
    from jikimi.routes.email.signing import FILE_NAME, SigningKeyRefused, load_or_create
    from jikimi.seal.errors import KeyUnsafe
    from jikimi.service.config import ConfigError, load
    from jikimi.service.paths import keys_folder

    try:
        key = load_or_create(load().centre.key or keys_folder() / FILE_NAME)
    except (SigningKeyRefused, KeyUnsafe, ConfigError) as refused:
        typer.echo(str(refused), err=True)
        raise typer.Exit(2) from None
    told = {"algorithm": "Ed25519", "id": key.id, "public_key_pem": key.public_pem}
    say(told, [key.public_pem.strip()], as_json=as_json)
    if not as_json:
        typer.echo(f"ed25519:{key.id}", err=True)
