"""What every process of an installation shares: settings, keys, file store. Made once at start, handed down."""

from __future__ import annotations

from dataclasses import dataclass

from workflow import clock, database
from workflow.files import FileStore
from workflow.sealing import Keys
from workflow.settings import Settings, load_settings


@dataclass(frozen=True, slots=True)
class Desk:
    settings: Settings
    keys: Keys
    files: FileStore


def open_desk(settings: Settings | None = None, *, max_connections: int = 20) -> Desk:
    """Connects the models and the clock. Raises SettingsError, UnsafeDatabaseRole, StoreUnavailable."""
    settings = settings or load_settings()
    clock.use_offset_file(settings.clock_file)
    database.connect(settings.database_url, max_connections=max_connections)
    return Desk(settings, Keys(settings.secret), FileStore(settings.storage_url))
