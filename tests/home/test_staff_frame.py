"""The frame of the staff area speaks the language its user chose, and no other."""

import json
import re
from pathlib import Path

import polib
import pytest
import wagtail.admin
import wagtail_localize
from wagtail.users.models import UserProfile

from tests import people

pytestmark = pytest.mark.django_db
CHINESE = re.compile(r"[\u4e00-\u9fff]")
# The same in every language.
SAME = {"%(time_zone_option)s: %(localized_time_zone_label)s"}


@pytest.fixture
def open_as(client):
    """`open_as(user, language)` opens an address of the staff area."""

    def enter(user, language):
        profile = UserProfile.get_for_user(user)
        profile.preferred_language = language
        profile.save()
        client.force_login(user)
        return lambda path: client.get(path).content.decode()

    return enter


def title(html):
    return re.search(r"<title>(.*?)</title>", html, re.DOTALL)[1].strip()


@pytest.mark.parametrize(("language", "name"), [("zh-hans", "实验室开放日"), ("zh-hant", "實驗室開放日"), ("en", "Laboratory open days")])
def test_titles_and_front_page_name_the_site_in_the_language_of_the_user(open_as, language, name):
    read = open_as(people.eve(), language)

    front = read("/admin/")

    assert title(front).endswith(f" - {name}")
    assert re.sub(r"\s+", " ", re.search(r"<h1[^>]*>(.*?)</h1>", front, re.DOTALL)[1]).strip() == name
    assert "Wagtail" not in title(read("/admin/pages/"))


def test_the_top_of_the_page_tree_has_a_name_that_everybody_understands(open_as):
    read = open_as(people.eve(), "zh-hans")

    assert "全部页面 All pages" in read("/admin/pages/")
    assert not re.search(r">\s*Root\s*<", read("/admin/pages/search/"))


@pytest.mark.parametrize(("language", "words"), [("zh-hans", "个页面，显示第"), ("en", " pages")])
def test_the_search_of_pages_says_what_it_counts(open_as, language, words):
    found = open_as(people.eve(), language)("/admin/pages/search/")

    heading = re.search(r"<th[^>]*class=\"title.*?</th>", found, re.DOTALL)[0]
    assert words in heading
    assert "None" not in heading


def spoken(script):
    """The texts of a script catalogue."""
    return json.loads(re.search(r"const newcatalog = (\{.*?\});\s*for", script, re.DOTALL)[1])


@pytest.mark.parametrize(("address", "package"), [("/admin/jsi18n/", wagtail.admin), ("/admin/localize/jsi18n/", wagtail_localize)])
def test_scripts_say_everything_in_chinese(open_as, address, package):
    asked = polib.pofile(str(Path(package.__file__).parent / "locale" / "en" / "LC_MESSAGES" / "djangojs.po"))

    texts = spoken(open_as(people.eve(), "zh-hans")(address))

    assert [entry.msgid for entry in asked if not CHINESE.search(str(texts.get(entry.msgid, ""))) and entry.msgid not in SAME] == []


@pytest.mark.parametrize(
    ("address", "asked"), [("/admin/jsi18n/", "Autosave in progress…"), ("/admin/localize/jsi18n/", "Stopping Synced translation")]
)
def test_what_we_say_for_wagtail_is_there_in_traditional_chinese_too(open_as, address, asked):
    texts = spoken(open_as(people.eve(), "zh-hant")(address))

    assert texts[asked] in {"正在自動儲存……", "正在自動保存……", "正在停止同步翻譯"}


def test_staff_have_one_clock_and_choose_only_their_language(open_as):
    account = open_as(people.eve(), "en")("/admin/account/")

    assert "preferred_language" in account
    assert "time_zone" not in account


def test_the_list_of_sites_names_its_columns_in_chinese(open_as):
    html = open_as(people.person("root", superuser=True), "zh-hans")("/admin/sites/")

    heads = " ".join(re.findall(r"<th\b.*?</th>", html, re.DOTALL))
    assert all(name in heads for name in ("端口", "网站名称", "根页面"))
    assert all(name not in heads for name in ("Port", "Site name", "Root page"))


def test_our_words_do_not_take_the_place_of_wagtails_where_they_mean_something_else():
    """The same text in both catalogues is ours for the whole staff area; one that means another thing there needs a context."""
    ours = {entry.msgid for entry in polib.pofile(str(Path("site/locale/zh_Hans/LC_MESSAGES/django.po"))) if not entry.msgctxt}

    assert ours.isdisjoint({"Type", "More", "Privacy", "Name", "name"})
