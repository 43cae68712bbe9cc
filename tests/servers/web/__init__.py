"""A web of sites that do all that real ones do when content goes, hides, or comes back; on loopback."""

from tests.servers.web.clock import Clock
from tests.servers.web.replies import Ask, Reply, Site
from tests.servers.web.server import PUBLIC, WebServer, look_through, serving

__all__ = ["PUBLIC", "Ask", "Clock", "Reply", "Site", "WebServer", "look_through", "serving"]
