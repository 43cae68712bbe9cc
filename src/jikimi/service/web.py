"""The door or the desk as a process: gunicorn with one worker and four threads, on this machine only."""

from __future__ import annotations

from typing import Any, Final

from gunicorn.app.base import BaseApplication
from gunicorn.config import Config as GunicornConfig
from gunicorn.glogging import Logger
from gunicorn.http.wsgi import Response

from jikimi.service.config.models import Site
from jikimi.service.paths import home_folder

ADDRESS: Final = "127.0.0.1"
THREADS: Final = 4


class QuietLogger(Logger):  # type: ignore[misc]
    """Writes no access log, and errors through the formatter that cannot tell secrets."""

    def setup(self, cfg: GunicornConfig) -> None:
        from logging import WARNING

        self.loglevel = WARNING
        self.error_log.setLevel(WARNING)
        self.error_log.propagate = True
        self.access_log.disabled = True

    def access(self, resp: Any, req: Any, environ: Any, request_time: Any) -> None:
        """Who looked at what is nobody's business."""


class NamelessResponse(Response):  # type: ignore[misc]
    """Does not say which program answers: who looks for holes in it shall not be helped."""

    def default_headers(self) -> list[str]:
        return [header for header in super().default_headers() if not header.startswith("Server:")]


class Server(BaseApplication):  # type: ignore[misc]
    def __init__(self, site: Site) -> None:
        self._site = site
        super().__init__()

    def load_config(self) -> None:
        settings = {
            "bind": f"{ADDRESS}:{self._site.port}",
            "workers": 1,
            "threads": THREADS,
            "worker_class": "gthread",
            "timeout": 30,
            "graceful_timeout": 5,
            "keepalive": 5,
            "max_requests": 20_000,
            "logger_class": QuietLogger,
            "control_socket_disable": True,
            # An unnamed file for heartbeats; the folders for such files may lie behind the walls.
            "worker_tmp_dir": str(home_folder()),
            "forwarded_allow_ips": ADDRESS,
            "post_fork": _die_with_the_server,
        }
        for name, value in settings.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        from django.core.wsgi import get_wsgi_application
        from gunicorn.http import wsgi

        # It has no setting for this.
        wsgi.Response = NamelessResponse
        return get_wsgi_application()


def _die_with_the_server(_server: object, _worker: object) -> None:
    from jikimi.service.with_parent import die_with_parent

    die_with_parent()
