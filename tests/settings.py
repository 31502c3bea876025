"""The portal's settings in the environment of tests.

pytest-django reads settings before any conftest.py is loaded, so setting variables there comes too late.
"""

import os

from tests.environment import TEST_ENVIRONMENT

os.environ.update(TEST_ENVIRONMENT)

from config.settings import *  # noqa: F403

# pytest-django does the same with EMAIL_BACKEND.
LETTER_TRANSPORT = "django.core.mail.backends.locmem.EmailBackend"
