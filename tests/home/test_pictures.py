"""Pictures are drawn when a page is published, not when the first visitor comes."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template import Context, Template
from django.utils import translation

from home.models import SiteImage
from home.pictures import SIZES, every_spec, picture_tag
from tests.factories import home as factory
from tests.factories.oversight_public import a_picture

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


def test_a_picture_keeps_its_colour_until_its_file_changes():
    image = factory.picture()
    first = image.ground
    image.title = "another title"
    image.save()
    kept = SiteImage.objects.get().ground

    image.file = a_picture("green.jpg")
    image.save()

    assert (len(first), kept) == (3, first)
    assert SiteImage.objects.get().ground == "080"


def test_a_picture_is_described_in_the_language_of_the_page():
    image = factory.picture()
    shown = Template("{% load site_face %}{% site_picture image 'wide' %}")

    def alt(language: str) -> list[str]:
        with translation.override(language):
            return re.findall(r'alt="[^"]*"(?: lang="[^"]*")?', shown.render(Context({"image": image})))

    assert (alt("zh-hans"), alt("en")) == (['alt="一间实验室"'], ['alt="一间实验室" lang="zh-Hans"'])
    image.description_en = "A laboratory"
    assert alt("en") == ['alt="A laboratory"']
    image.description = image.description_en = ""
    assert (alt("zh-hans"), alt("en")) == (['alt=""'], ['alt=""'])


def test_what_a_picture_says_to_a_browser():
    image = factory.picture()
    tags = {place: picture_tag(image, place=place, alt="") for place in SIZES}
    first = picture_tag(image, place="hero", alt="", eager=True)
    SiteImage.objects.update(ground="")

    # A picture that is narrower than a size says so.
    assert {tuple(re.findall(r"(\d+)w\b", tag)) for tag in tags.values()} == {("400", "800", "400", "800", "1200")}
    assert all(re.search(r' width="\d+" height="\d+" ', tag) and "style" not in tag for tag in tags.values())
    assert all(re.search(r' data-ground="r[0-9a-f] g[0-9a-f] b[0-9a-f]"', tag) for tag in tags.values())
    # Only a picture in the first view is fetched at once.
    assert all('loading="lazy"' in tag for tag in tags.values())
    assert 'loading="lazy"' not in first
    assert 'fetchpriority="high"' in first
    # Through a clear picture one sees what lies below it.
    assert "data-ground" not in picture_tag(SiteImage.objects.get(), place="hero", alt="")


def test_every_colour_word_is_in_the_sheet():
    sheet = (Path(settings.SITE) / "static" / "css" / "components" / "ground.css").read_text()

    assert re.findall(r'~="(\w\w)"\] \{ --(\w): (\d+); \}', sheet) == [
        (f"{channel}{value:x}", channel, str(value * 17)) for channel in "rgb" for value in range(16)
    ]
