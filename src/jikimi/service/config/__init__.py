from jikimi.service.config.load import ConfigError, database_address, load
from jikimi.service.config.models import Config

__all__ = ["Config", "ConfigError", "database_address", "load"]
