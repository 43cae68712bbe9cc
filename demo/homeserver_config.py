"""What a Synapse needs to know to run on loopback alone, with nothing reached and nothing reported."""

from __future__ import annotations

import base64
import json
import secrets
from pathlib import Path
from typing import Any, Final

PLENTY: Final = {"per_second": 10_000, "burst_count": 10_000}
_LIMITS: Final = (
    "rc_message rc_registration rc_admin_redaction rc_media_create rc_presence rc_reports rc_room_creation "
    "rc_joins_per_room rc_key_requests rc_user_directory rc_profile"
)


def write_config(
    folder: Path, server_name: str, port: int, shared_secret: str, changes: dict[str, Any]
) -> Path:
    """Writes homeserver.yaml (JSON is YAML) and, once, a signing key; gives the file's path.

    `changes` holds those of Synapse's settings that should be different.
    """
    key = folder / "signing.key"
    if not key.exists():
        seed = base64.b64encode(secrets.token_bytes(32)).decode().rstrip("=")
        key.write_text(f"ed25519 a_demo {seed}\n")
    settings: dict[str, Any] = {
        "server_name": server_name,
        "public_baseurl": f"http://127.0.0.1:{port}/",
        "report_stats": False,
        "signing_key_path": str(key),
        "trusted_key_servers": [],
        "suppress_key_server_warning": True,
        "federation_domain_whitelist": [],
        "listeners": [
            {
                "port": port,
                "bind_addresses": ["127.0.0.1"],
                "type": "http",
                "tls": False,
                "resources": [{"names": ["client"]}],
            }
        ],
        "database": {"name": "sqlite3", "args": {"database": str(folder / "homeserver.db")}},
        "media_store_path": str(folder / "media"),
        "max_upload_size": "64M",
        "url_preview_enabled": False,
        "presence": {"enabled": False},
        "registration_shared_secret": shared_secret,
        "macaroon_secret_key": shared_secret,
        "form_secret": shared_secret,
        "allow_public_rooms_without_auth": True,
        "room_list_publication_rules": [{"action": "allow"}],
        **dict.fromkeys(_LIMITS.split(), PLENTY),
        "rc_login": {"address": PLENTY, "account": PLENTY, "failed_attempts": PLENTY},
        "rc_joins": {"local": PLENTY, "remote": PLENTY},
        "rc_invites": {"per_room": PLENTY, "per_user": PLENTY, "per_issuer": PLENTY},
    }
    path = folder / "homeserver.yaml"
    path.write_text(json.dumps(settings | changes, indent=1))
    return path
