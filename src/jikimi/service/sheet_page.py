"""Shows one form sheet in a browser of this machine, for some minutes, and then is gone.

It is no page of the desk: the desk holds no key, so it could show these words only if somebody left them in
its reach. The command that shows them has the key already. Others on the machine are kept out by a link that
opens once, and by a cookie whose path nobody knows.
"""

from __future__ import annotations

import time
from socketserver import ThreadingMixIn
from threading import BoundedSemaphore
from typing import Any, Final
from wsgiref.simple_server import ServerHandler, WSGIRequestHandler, WSGIServer

from jikimi.desk.one_sheet import CARRIED_AS, OneSheet

ADDRESS: Final = "127.0.0.1"
MOST_AT_ONCE: Final = 16
# After the number is written down, so that the page which says so arrives whole.
LAST_SECONDS: Final = 3.0


class _Quiet(WSGIRequestHandler):
    """No log of who asked for what; whoever says nothing for half a minute is hung up on."""

    timeout = 30

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        return


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True
    timeout = 0.25

    def __init__(self) -> None:
        self._free = BoundedSemaphore(MOST_AT_ONCE)
        super().__init__((ADDRESS, 0), _Quiet)

    def server_bind(self) -> None:
        super().server_bind()
        # Else the name of this machine is looked up and told.
        self.server_name = ADDRESS
        self.base_environ["SERVER_NAME"] = ADDRESS

    def process_request(self, request: Any, client_address: Any) -> None:
        if self._free.acquire(blocking=False):
            super().process_request(request, client_address)
        else:
            self.shutdown_request(request)

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._free.release()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that hangs up is no news; what fails inside is answered by Django."""


class SheetPage:
    """`address` opens it once. `show` ends when the number is written down, or when the time is up."""

    def __init__(self, one: OneSheet) -> None:
        from django.core.wsgi import get_wsgi_application

        application = get_wsgi_application()

        def with_the_sheet(environ: dict[str, Any], start_response: Any) -> Any:
            return application(environ | {CARRIED_AS: one}, start_response)

        self._one = one
        # Which server and which Python answer is nobody's business.
        ServerHandler.server_software = ""
        self._server = _Server()
        self._server.set_app(with_the_sheet)
        self.address = f"http://{ADDRESS}:{self._server.server_port}/open/{one.link}/"

    def show(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        told = False
        with self._server:
            while time.monotonic() < until:
                self._server.handle_request()
                if self._one.recorded and not told:
                    told, until = True, time.monotonic() + LAST_SECONDS
