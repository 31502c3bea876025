"""Set the environment of the tests before Django reads its settings."""

import os

from tests.environment import TEST_ENVIRONMENT

os.environ.update(TEST_ENVIRONMENT)
# Named here and not in pyproject.toml: pytest-django would read the settings before this file is
# imported, and the tests would run with the developer's own .env.
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"

import django

django.setup()
