"""Whether this program may work on this database: asked once by every process, before it takes anything on."""

from __future__ import annotations

from workflow.database import refuse_unsafe_roles
from workflow.migrate import refuse_old_schema
from workflow.settings import Settings


def refuse_unfit_database(settings: Settings) -> None:
    """Raises UnsafeDatabaseRole, SettingsError (an older schema) or StoreUnavailable, each with what to do."""
    refuse_unsafe_roles()
    refuse_old_schema(settings.database_url)
