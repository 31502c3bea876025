import pytest


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    """Pictures of a test go where the test's other files go."""
    settings.MEDIA_ROOT = tmp_path
