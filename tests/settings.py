"""Settings for the tests: the engine's, over a database the tests make themselves."""

from jikimi.service.settings.engine import *  # noqa: F403
