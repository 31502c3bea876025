"""A second member of the quality office, who approves what the first one wrote."""

import pytest

from openday.accounts import roles
from tests import people


@pytest.fixture
def quinn(office):
    return people.person("quinn", roles.QUALITY_OFFICE, of="quality-office")
