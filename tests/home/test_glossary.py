"""The words of staff for Traditional pages: who keeps them, what they change, and what they may not be."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from home import face, share
from home.drawn import drawn
from home.glossary.words import words_of_staff
from home.models import GlossaryEntry, NewsPage
from openday.accounts import roles
from openday.language.names import in_language
from openday.language.traditional import keep_up, to_traditional
from openday.mail import kinds, rendering
from tests import people
from tests.factories.events import OpenDayFactory, SessionFactory, open_day_page
from tests.factories.home import news_page

pytestmark = pytest.mark.django_db
ADD = "traditional-words:add"
# A word of the interface that stands on every page, and comes from a catalogue.
BEFORE, AFTER = "實驗室", "化驗所"


@pytest.fixture(autouse=True)
def _no_words_left():
    yield
    GlossaryEntry.objects.all().delete()
    words_of_staff.forget()
    keep_up()


@pytest.fixture
def editor(client):
    client.force_login(people.person("edith", roles.EDITOR))
    return client


def entry(simplified="实验室", traditional=AFTER):
    return GlossaryEntry.objects.create(simplified=simplified, traditional=traditional)


def test_a_word_changes_pages_and_the_texts_of_the_interface(client):
    assert BEFORE in client.get("/zh-hant/").content.decode()

    entry()

    page = client.get("/zh-hant/").content.decode()
    assert AFTER in page
    assert BEFORE not in page
    assert "实验室" in client.get("/zh-hans/").content.decode()


def test_a_word_changes_letters_wherever_their_texts_come_from():
    kind = kinds.get("registration_confirmed")
    entry("预约", "登記")
    entry("开放日", "參觀日")

    letter = rendering.email(kind.code, "zh-hant", kind.sample_in("zh-hant"))
    sms = rendering.sms(kind.code, "zh-hant", kind.sample_in("zh-hant"))

    for text in (letter.subject, letter.text, letter.html, sms):
        assert "參觀日" in text
        assert "登記" in text
        assert "預約" not in text
        assert "開放日" not in text


def test_a_word_changes_the_public_calendar(client):
    entry()

    assert AFTER in client.get("/zh-hant/open-days/calendar.ics").content.decode()


@pytest.mark.parametrize("kind", ["atom", "json"])
def test_a_word_changes_the_fixed_words_of_a_feed(client, kind):
    news_page("one", title="检测", topic="laboratories", source_name="质量报")
    entry("实验室", AFTER)
    entry("来源", "出處")
    words_of_staff.forget()

    texts = [client.get(f"/zh-hant/{path}/feed.{kind}").content.decode() for path in ("news", "news/laboratories")]

    for text in texts:
        assert AFTER in text  # the name of the service, from a default of the settings; the topic, from a catalogue
        assert "出處：質量報" in text
        assert BEFORE not in text
        assert "來源" not in text
    assert "來源" not in client.get(f"/zh-hans/news/feed.{kind}").content.decode()


@pytest.mark.parametrize("kind", ["atom", "json"])
def test_a_word_changes_the_lines_of_the_feed_of_open_days(client, kind):
    page = open_day_page(OpenDayFactory())
    starts_at = timezone.now() + timedelta(days=7)
    SessionFactory(open_day=page.open_day, starts_at=starts_at, state="cancelled", cancelled_at=starts_at)
    entry("已取消", "不再舉行")

    text = client.get(f"/zh-hant/open-days/feed.{kind}").content.decode()

    assert "不再舉行" in text
    assert "已取消" not in text


def test_a_word_changes_what_search_engines_and_shared_links_are_told(client):
    news_page("one", title="检测")
    entry("首页", "主頁")
    entry("新闻", "消息")

    page = client.get("/zh-hant/news/one/").content.decode()

    data = page[page.index("application/ld+json") :]
    assert "主頁" in data
    assert "首頁" not in data
    with translation.override("zh-hant"):
        card = share._card(NewsPage.objects.get(slug="one"), face.names(None, "zh-hant"), "zh-hant")
    assert card.kind == "消息"


def test_a_removed_word_is_gone_from_the_next_page(client):
    row = entry()
    assert AFTER in client.get("/zh-hant/").content.decode()

    row.delete()

    assert AFTER not in client.get("/zh-hant/").content.decode()


def test_a_part_of_a_page_is_drawn_anew_in_traditional_and_only_there():
    texts = {}
    for language in ("zh-hant", "zh-hans"):
        with translation.override(language):
            texts[language] = drawn("components/banner.html", text="x")

    entry()
    keep_up()

    for language, same in (("zh-hant", False), ("zh-hans", True)):
        with translation.override(language):
            assert (drawn("components/banner.html", text="x") is texts[language]) is same


def test_pages_of_a_span_ask_for_the_words_once(client, settings):
    settings.REMEMBER_SECONDS = 3600
    words_of_staff.forget()
    asked = 0
    for _ in range(3):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get("/zh-hant/search/")
        asked += sum(GlossaryEntry._meta.db_table in query["sql"] for query in queries)

    assert asked == 1


def test_pages_in_other_languages_never_ask(client):
    with CaptureQueriesContext(connection) as queries:
        client.get("/zh-hans/")
        client.get("/en/")

    assert not [query for query in queries if GlossaryEntry._meta.db_table in query["sql"]]


def test_converting_a_text_never_asks_the_database(django_assert_num_queries):
    entry()

    with django_assert_num_queries(0):
        assert in_language(zh="实验室", en="", language="zh-hant") == BEFORE


def test_a_row_that_came_another_way_is_never_markup(client):
    entry("实验室", "<b>化驗所</b>")
    keep_up()

    assert to_traditional("实验室") == BEFORE


def test_an_editor_adds_changes_and_removes_a_word_and_it_counts_at_once(editor, settings):
    settings.REMEMBER_SECONDS = 3600
    assert to_traditional("实验室") == BEFORE

    editor.post(reverse(ADD), {"simplified": "实验室", "traditional": AFTER})
    assert to_traditional("实验室") == AFTER

    row = GlossaryEntry.objects.get()
    editor.post(reverse("traditional-words:edit", args=[row.pk]), {"simplified": "实验室", "traditional": "試驗室"})
    assert to_traditional("实验室") == "試驗室"

    editor.post(reverse("traditional-words:delete", args=[row.pk]))
    assert to_traditional("实验室") == BEFORE


def test_a_sentence_is_tried_and_nothing_is_saved(editor):
    entry("检测", "檢驗")

    for address in (reverse(ADD), reverse("traditional-words:edit", args=[entry("网络", "網路").pk])):
        words = {"simplified": "实验室", "traditional": AFTER, "sentence": "实验室检测我们的网络", "try": "1"}
        page = editor.post(address, words).content.decode()
        assert f"<strong>{AFTER}檢驗我們的網" in page
        assert f"{BEFORE}檢驗我們的網" in page

    assert set(GlossaryEntry.objects.values_list("simplified", flat=True)) == {"检测", "网络"}


@pytest.mark.parametrize(
    ("simplified", "traditional"),
    [
        ("发", "發"),
        ("a", "b"),
        ("實驗室", "化驗所"),
        ("实验 室", "化驗所"),
        ("实验<室", "化驗所"),
        ("实验室", "<b>"),
        ("实验室", "化 驗"),
        ("实验室", "化驗&amp;"),
        ("实验室", ""),
        ("实" * 31, "化驗所"),
        ("实验室", "\x00"),
    ],
)
def test_what_would_do_harm_or_nothing_is_refused(editor, simplified, traditional):
    response = editor.post(reverse(ADD), {"simplified": simplified, "traditional": traditional})

    assert response.status_code == 200
    assert not GlossaryEntry.objects.exists()


@pytest.mark.parametrize(("simplified", "traditional"), [("化验所", "實驗室"), ("实验室", "網路"), ("检测室", "实验室")])
def test_words_that_change_each_other_are_refused(editor, simplified, traditional):
    entry("实验室", "化驗所") if simplified != "实验室" else entry("网路", "互聯網")
    before = GlossaryEntry.objects.count()

    editor.post(reverse(ADD), {"simplified": simplified, "traditional": traditional})

    assert GlossaryEntry.objects.count() == before


def test_the_glossary_has_an_end(editor, monkeypatch):
    monkeypatch.setattr("home.glossary.rules.MOST_ENTRIES", 1)
    row = entry()

    editor.post(reverse(ADD), {"simplified": "网络", "traditional": "網路"})
    editor.post(reverse("traditional-words:edit", args=[row.pk]), {"simplified": "实验室", "traditional": "試驗室"})

    assert list(GlossaryEntry.objects.values_list("simplified", "traditional")) == [("实验室", "試驗室")]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_the_database_equally_often(editor, rows):
    for number in range(rows):
        entry(f"实验室{number}", AFTER)
    editor.get(reverse("traditional-words:index_results"))

    with CaptureQueriesContext(connection) as queries:
        page = editor.get(reverse("traditional-words:index_results")).content.decode()

    assert page.count(AFTER) == rows
    assert len([query for query in queries if GlossaryEntry._meta.db_table in query["sql"]]) == 2
