"""Set the environment of the tests before Django reads its settings."""

import os

from tests.environment import TEST_ENVIRONMENT

os.environ.update(TEST_ENVIRONMENT)
