"""What a page costs the database must not depend on how much there is to show."""

import pytest
from wagtail.models import Site

from home import face, family, middleware
from home.models.pages import _laboratories, _news
from home.pictures import _looked_up
from home.search import found, narrowing, synonyms
from tests.factories import home as factory

pytestmark = pytest.mark.django_db


# What the home page lists is remembered too; here it is asked for anew each time, or the count would say nothing.
LISTS = [_laboratories, _news]


@pytest.fixture
def _remembering(settings):
    """As in production: names, site and home pages are asked for once."""
    settings.REMEMBER_SECONDS = 3600
    asked = [
        *LISTS,
        _looked_up,
        face.names,
        family.language_codes,
        middleware._site,
        middleware._root,
        middleware._written_at,
        family._read,
        narrowing.offered,
        found._public,
        synonyms.rules,
    ]
    for question in asked:
        question.forget()
    yield
    for question in asked:
        question.forget()


def forget_lists() -> None:
    for question in LISTS:
        question.forget()


def rows(count: int, start: int = 0) -> None:
    image = factory.picture()
    centre = factory.lab_page(f"centre-{start}", picture=image)
    for number in range(start, start + count):
        factory.news_page(f"item-{number}", picture=image)
        factory.lab_page(f"lab-{number}", picture=image, parent=centre)


# One row of the list; the page of an item lists the others, so it needs one more.
PAGES = [("/zh-hans/", 1, 8), ("/zh-hans/news/", 1, 6), ("/zh-hans/laboratories/", 1, 5), ("/zh-hans/news/item-0/", 2, 5)]


@pytest.mark.usefixtures("_remembering")
# A search that finds one or two things asks besides what else may have been meant.
@pytest.mark.parametrize(("path", "first", "queries"), [*PAGES, ("/zh-hans/search/?query=item", 3, 4)])
def test_a_page_costs_the_same_with_one_row_and_with_three(client, django_assert_num_queries, path, first, queries):
    Site.clear_site_root_paths_cache()
    rows(first)
    # The first visit draws the pictures and fills what the process remembers.
    client.get(path)

    forget_lists()
    with django_assert_num_queries(queries):
        assert client.get(path).status_code == 200

    rows(2, start=first)
    forget_lists()
    client.get(path)
    forget_lists()
    with django_assert_num_queries(queries):
        client.get(path)
