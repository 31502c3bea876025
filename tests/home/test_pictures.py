"""Pictures are drawn when a page is published, not when the first visitor comes."""

import pytest

from home.models import SiteImage
from home.pictures import every_spec
from tests.factories import home as factory

pytestmark = pytest.mark.django_db


def drawn(image: SiteImage) -> set[str]:
    return set(image.renditions.values_list("filter_spec", flat=True))


def test_publishing_draws_the_pictures_of_the_page_and_of_its_text(django_capture_on_commit_callbacks):
    own, inside, other = factory.picture("own"), factory.picture("inside"), factory.picture("other")
    page = factory.plain_page(
        "one", blocks=[("picture", {"picture": {"image": inside.pk, "alt_text": "", "decorative": True}, "caption": ""})], picture=own
    )

    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision().publish()

    assert set(every_spec()) <= drawn(own)
    assert set(every_spec()) <= drawn(inside)
    assert drawn(other) & set(every_spec()) == set()


def test_a_page_without_pictures_is_published_too(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        factory.plain_page("one").save_revision().publish()
