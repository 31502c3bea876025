import re
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Site
from wagtail.test.utils.form_data import nested_form_data, streamfield

from home.models import NewsPage, SiteSettings
from openday.accounts import roles
from tests import people
from tests.factories import home as factory

pytestmark = pytest.mark.django_db
LANGUAGES = ["zh-hans", "zh-hant", "en"]
HTML_LANG = {"zh-hans": "zh-Hans", "zh-hant": "zh-Hant", "en": "en"}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", ["", "news/", "laboratories/", "search/", "sitemap/"])
def test_every_list_answers_in_every_language(client, language, path):
    response = client.get(f"/{language}/{path}")

    assert response.status_code == 200
    assert f'<html lang="{HTML_LANG[language]}">' in response.content.decode()


@pytest.mark.parametrize("path", ["", "news/", "news/one/", "laboratories/lab/", "search/?query=一"])
def test_public_pages_set_no_cookie_and_may_be_kept_by_any_cache(client, path):
    factory.news_page("one")
    factory.lab_page("lab")

    response = client.get(f"/zh-hans/{path}")

    assert response.status_code == 200
    assert not response.cookies
    assert "cookie" not in response.get("Vary", "").lower()
    assert {"public", "max-age=60", "s-maxage=300"} <= set(response["Cache-Control"].split(", "))


def test_the_footer_links_to_the_pages_that_the_settings_name(client):
    page = factory.news_page("about-us", title="关于我们")
    settings = SiteSettings.for_site(Site.objects.get())
    setattr(settings, SiteSettings.LINKS[0], page)
    settings.save()

    footer = client.get("/zh-hans/news/").content.decode().split("<footer")[1]

    assert '<a href="/zh-hans/news/about-us/">关于我们</a>' in footer
    assert 'href=""' not in footer


def test_a_page_is_public_for_signed_in_staff_too(admin_client):
    response = admin_client.get("/zh-hans/")

    assert "public" in response["Cache-Control"]
    assert "userbar" not in response.content.decode()


def test_the_staff_area_and_errors_are_kept_by_nobody(client, admin_client):
    assert "public" not in admin_client.get("/admin/")["Cache-Control"]
    assert client.get("/zh-hans/nowhere/")["Cache-Control"] == "private, no-store"
    assert client.post("/zh-hans/")["Cache-Control"] == "private, no-store"


def test_only_the_staff_area_allows_inline_scripts(client, admin_client):
    assert "unsafe-inline" in admin_client.get("/admin/")["Content-Security-Policy"]
    assert "unsafe-inline" not in client.get("/admin/login/")["Content-Security-Policy"]
    assert "unsafe-inline" not in admin_client.get("/zh-hans/")["Content-Security-Policy"]


def test_the_preview_of_a_draft_is_kept_by_nobody(admin_client):
    page = factory.news_page("draft", live=False)

    response = admin_client.get(f"/admin/pages/{page.pk}/view_draft/")

    assert response.status_code == 200
    assert "public" not in response["Cache-Control"]


def test_an_unchanged_page_is_not_sent_again(client):
    first = client.get("/zh-hans/")

    again = client.get("/zh-hans/", headers={"if-none-match": first["ETag"]})

    assert again.status_code == 304


@pytest.mark.parametrize("language", ["zh-hant", "en"])
def test_links_stay_under_the_language_of_the_page(client, language):
    chinese = factory.news_page("one")
    factory.news_page("one", language="en", title="One", translation_key=chinese.translation_key)

    html = client.get(f"/{language}/news/").content.decode()
    body = re.sub(r'<ul class="masthead__languages">.*?</ul>', "", html[html.index("<body") :], flags=re.DOTALL)

    inside = set(re.findall(r'href="/(zh-hans|zh-hant|en)/', body))
    assert inside == {language}


def test_a_page_names_itself_in_every_language_it_has(client):
    chinese = factory.news_page("one")
    factory.news_page("one", language="en", title="One", translation_key=chinese.translation_key)

    html = client.get("/zh-hans/news/one/").content.decode()

    assert dict(re.findall(r'<link rel="alternate" hreflang="([^"]+)" href="http://testserver([^"]+)">', html)) == {
        "zh-Hans": "/zh-hans/news/one/",
        "zh-Hant": "/zh-hant/news/one/",
        "en": "/en/news/one/",
        "x-default": "/zh-hans/news/one/",
    }


def test_a_page_without_translation_is_shown_as_it_was_written_and_says_so(client):
    factory.news_page("only-chinese", title="只有中文")
    chinese = client.get("/zh-hans/news/only-chinese/").content.decode()

    assert 'hreflang="en"' not in chinese
    assert '<a href="/en/news/only-chinese/" lang="en" translate="no">English</a>' in chinese

    answer = client.get("/en/news/only-chinese/")
    html = answer.content.decode()
    assert answer.status_code == 200
    assert '<html lang="en">' in html
    assert "This page is not yet in English. Here is the Chinese text." in html
    assert '<a href="/en/news/" hreflang="en">To the nearest page in English</a>' in html
    frame, main = html.split("<main ", 1)
    assert main.startswith('id="main" tabindex="-1" lang="zh-Hans"')
    assert "只有中文" in main
    assert "Skip to the content" in frame
    assert '<link rel="canonical" href="http://testserver/zh-hans/news/only-chinese/">' in html
    assert 'hreflang="en" href' not in html


@pytest.mark.parametrize(("language", "notice"), [("zh-hans", "本页暂无中文版"), ("zh-hant", "本頁暫無中文版")])
def test_a_page_that_is_only_there_in_english_says_so_in_chinese(client, language, notice):
    factory.news_page("only-english", language="en", title="Only in English: 发")

    html = client.get(f"/{language}/news/only-english/").content.decode()

    assert notice in html
    assert 'tabindex="-1" lang="en"' in html
    # A quotation in an English text keeps its characters.
    assert "Only in English: 发</h1>" in html


def test_a_translated_page_says_nothing_and_carries_no_language_of_its_own(client):
    both = factory.news_page("both", title="两种语言")
    factory.news_page("both", language="en", title="Both languages", translation_key=both.translation_key)

    for path in ("/zh-hans/news/both/", "/zh-hant/news/both/", "/en/news/both/"):
        html = client.get(path).content.decode()
        assert 'role="note"' not in html
        assert 'tabindex="-1" lang=' not in html


def test_a_draft_or_another_address_of_a_translated_page_is_not_shown_in_its_stead(client):
    chinese = factory.news_page("chinese-address", title="中文地址")
    factory.news_page("english-address", language="en", title="English", translation_key=chinese.translation_key)
    factory.news_page("draft", title="草稿", live=False)

    assert client.get("/en/news/chinese-address/").status_code == 404
    assert client.get("/en/news/draft/").status_code == 404
    assert client.get("/en/news/nothing/").status_code == 404


def test_the_english_list_shows_what_is_only_there_in_chinese(client):
    factory.news_page("only-chinese", title="只有中文")
    both = factory.news_page("both", title="两种语言")
    factory.news_page("both", language="en", title="Both languages", translation_key=both.translation_key)

    html = client.get("/en/news/").content.decode()

    assert re.findall(r'<h2 class="news-row__title"><a href="([^"]+)">([^<]+)</a>', html) == [
        ("/en/news/both/", "Both languages"),
        ("/zh-hans/news/only-chinese/", "只有中文"),
    ]
    assert html.count("Only in Chinese") == 1


def test_drafts_are_listed_nowhere_and_answer_404(client):
    factory.news_page("draft", title="草稿标题", live=False)

    assert client.get("/zh-hans/news/draft/").status_code == 404
    for path in ("/zh-hans/", "/zh-hans/news/", "/zh-hans/sitemap/", "/sitemap.xml", "/zh-hans/search/?query=草稿标题"):
        html = client.get(path).content.decode()
        assert "/news/draft/" not in html, path


def test_a_page_that_asks_for_a_password_stays_private(client):
    from wagtail.models import PageViewRestriction

    page = factory.news_page("secret", title="内部消息")
    PageViewRestriction.objects.create(page=page, restriction_type="password", password="open-sesame")

    response = client.get("/zh-hans/news/secret/")

    assert "内部消息" not in client.get("/zh-hans/news/").content.decode()
    assert "public" not in response["Cache-Control"]


def test_a_headline_without_a_source_is_refused():
    with pytest.raises(IntegrityError), transaction.atomic():
        NewsPage.objects.filter(pk=factory.news_page("one").pk).update(headline_only=True)


def test_a_headline_alone_says_that_there_is_no_text(client):
    factory.news_page("headline", headline_only=True, source_name="原文", source_is_cut=True, source_date=date(2011, 2, 17))

    html = client.get("/en/news/").content.decode()

    assert "Headline only" in html
    assert "……" in html


def test_pages_of_one_kind_stand_only_where_they_belong():
    assert [model.__name__ for model in factory.news_index().allowed_subpage_models()] == ["NewsPage"]
    assert [model.__name__ for model in factory.lab_index().allowed_subpage_models()] == ["LabPage"]
    assert factory.news_page("leaf").allowed_subpage_models() == []


def test_the_summary_is_short():
    page = factory.news_page("long")
    page.summary = "长" * 201

    with pytest.raises(ValidationError):
        page.full_clean()


def test_the_footer_links_to_the_chosen_pages_in_the_language_of_the_reader(client):
    about, about_en = factory.plain_page("about", title="关于本站"), factory.plain_page("about", title="About", language="en")
    about_en.translation_key = about.translation_key
    about_en.save()
    SiteSettings.objects.update_or_create(site=Site.objects.get(), defaults={"about_page": about})

    chinese, english = (client.get(f"/{language}/news/").content.decode().partition("<footer")[2] for language in ("zh-hans", "en"))

    assert '<li><a href="/zh-hans/about/">关于本站</a></li>' in chinese
    assert '<li><a href="/en/about/">About</a></li>' in english
    assert '<a href="">' not in chinese


def test_the_page_that_editors_put_first_stands_on_the_home_page_while_it_is_live(client):
    home, notice = factory.home_page(), factory.plain_page("notice", title="重要公告", summary="本周六停电。")
    home.featured_page = notice
    home.save()

    with_it = client.get("/zh-hans/").text
    notice.live = False
    notice.save()
    without = client.get("/zh-hans/").text

    assert re.search(r'<h2[^>]*><a href="[^"]*/notice/">重要公告</a></h2>', with_it)
    assert "本周六停电。" in with_it
    assert "重要公告" not in without


def _news_form(**changes):
    form = {
        "title": "仪器校准周",
        "slug": "",
        "summary": "",
        "picture": "",
        "published_on": "2026-11-22",
        "topic": "notices",
        "body": streamfield([]),
    }
    form |= {"source_name": "", "source_title": "", "source_date": "", "comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0"}
    return nested_form_data({**form, "action-publish": "1", **changes})


def test_an_editor_publishes_news_with_a_chinese_title_and_no_address(client):
    client.force_login(people.person("eve", roles.EDITOR))
    address = reverse("wagtailadmin_pages:add", args=["home", "newspage", factory.news_index().pk])

    assert f'value="{timezone.localdate():%Y-%m-%d}"' in client.get(address).content.decode()
    client.post(address, _news_form())
    client.post(address, _news_form())
    client.post(address, _news_form(title="Calibration week"))

    today = f"{timezone.localdate():%Y-%m-%d}"
    assert list(NewsPage.objects.order_by("pk").values_list("slug", "live")) == [
        (today, True),
        (f"{today}-2", True),
        ("calibration-week", True),
    ]


def test_a_page_keeps_its_address_when_the_field_is_emptied(client):
    client.force_login(people.person("eve", roles.EDITOR))
    page = factory.news_page("calibration")

    answer = client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), _news_form())

    assert answer.status_code == 200
    assert NewsPage.objects.get().slug == "calibration"
