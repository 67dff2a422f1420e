"""A desk driven by hand."""

import pytest

from tests.workflow.services.reception import Reception
from workflow.desk import Desk
from workflow.files import FileStore
from workflow.sealing import Keys
from workflow.settings import Settings


@pytest.fixture
def reception(settings: Settings) -> Reception:
    return Reception(Desk(settings, Keys(settings.secret), FileStore(settings.storage_url)))
