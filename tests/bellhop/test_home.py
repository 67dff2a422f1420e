"""The data folder: private, locked by one, its demo passwords drawn once."""

import os
from pathlib import Path

import pytest

from bellhop.errors import CannotRun
from bellhop.home import Home


def test_it_is_made_for_its_owner_only(tmp_path: Path) -> None:
    assert Home(tmp_path / "deep" / "home").folder.stat().st_mode & 0o777 == 0o700


def test_a_second_holder_is_refused_and_told_who_the_first_is(tmp_path: Path) -> None:
    refused = pytest.raises(CannotRun, match=rf"process {os.getpid()}\) is using")
    with Home(tmp_path).locked(), refused, Home(tmp_path).locked():
        pass
    with Home(tmp_path).locked():
        pass


def test_a_demo_password_stays_the_same_and_is_nobody_elses(tmp_path: Path) -> None:
    """design.md, safety rule 13: random, kept in BELLHOP_HOME."""
    first = Home(tmp_path).demo_password("ana@example.org")
    assert Home(tmp_path).demo_password("ana@example.org") == first
    assert Home(tmp_path).demo_password("ben@example.org") != first
    assert Home(tmp_path / "other").demo_password("ana@example.org") != first
    assert (tmp_path / "demo-passwords.json").stat().st_mode & 0o777 == 0o600


def test_a_folder_that_cannot_be_made_is_refused_with_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(CannotRun, match="Set BELLHOP_HOME"):
        Home(tmp_path / "file" / "home")
