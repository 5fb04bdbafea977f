"""What the tests of several rooms share: the small demo province, built once."""

from __future__ import annotations

import pytest

from tests.demo.conftest import Stood, stand


@pytest.fixture(scope="session")
def stood(tmp_path_factory: pytest.TempPathFactory) -> Stood:
    """The province that tests only read."""
    return stand(tmp_path_factory.mktemp("demo"))
