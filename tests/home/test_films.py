"""A film for everybody: nothing about WCAG 1.2 is left to an editor's memory, and players get what they ask for."""

import pytest
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.models import CollectionViewRestriction

from home import films
from home.blocks.video import VideoBlock
from home.models import SiteDocument
from tests.factories import home as factory
from tests.factories.home import document

pytestmark = pytest.mark.django_db
CUES = "WEBVTT\n\n00:01.000 --> 00:04.000\n这里是检测台。\n"


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def chosen():
    """What an editor may choose from."""
    return {
        "film": document("walk.mp4").pk,
        "described": document("described.webm").pk,
        "captions": document("walk.vtt", b"\xef\xbb\xbf" + CUES.encode()).pk,
        "empty": document("empty.vtt", b"WEBVTT\n").pk,
        "renamed": document("renamed.vtt", b"1\n00:01,000 --> 00:04,000\nsubrip\n").pk,
    }


def film(chosen, **values):
    whole = {"title": "参观路线", "file": chosen["film"], "captions": chosen["captions"], "described": chosen["described"]}
    return {"still": None, "transcript": "<p>这里是收样处。</p>", "without_captions": "", "without_description": "", **whole, **values}


def faults(value) -> set[str]:
    block = VideoBlock()
    try:
        block.clean(block.to_python(value))
    except StructBlockValidationError as found:
        return set(found.block_errors)
    return set()


def test_a_film_needs_captions_words_and_description_or_a_reason(chosen):
    none = {"captions": None, "described": None}

    assert faults(film(chosen)) == set()
    assert faults(film(chosen, **none)) == {"captions", "described"}
    assert faults(film(chosen, **none, without_captions="in_the_picture")) == {"described"}
    assert faults(film(chosen, **none, without_captions="in_the_picture", without_description="all_is_said")) == set()
    # Nothing to hear: its words are the whole alternative (1.2.1).
    assert faults(film(chosen, **none, without_captions="silent")) == set()
    assert faults(film(chosen, transcript="")) == {"transcript"}
    # Captions may tell the story of a film that has no sound; two reasons for the same thing are a mistake.
    assert faults(film(chosen, described=None, without_captions="silent")) == set()
    assert faults(film(chosen, without_captions="in_the_picture")) == {"without_captions"}


def test_files_that_no_browser_would_show_are_refused(chosen):
    assert faults(film(chosen, captions=chosen["film"])) == {"captions"}
    assert faults(film(chosen, captions=chosen["empty"])) == {"captions"}
    assert faults(film(chosen, captions=chosen["renamed"])) == {"captions"}
    assert faults(film(chosen, file=chosen["captions"])) == {"file"}
    assert faults(film(chosen, described=chosen["captions"])) == {"described"}


def test_a_page_offers_captions_description_and_words_and_fetches_nothing_by_itself(client, chosen):
    factory.plain_page("film", blocks=[("video", film(chosen))])

    html = client.get("/zh-hans/film/").text

    assert html.count("<video ") == html.count('controls preload="none"') == html.count('<track kind="captions"') == 2
    assert " autoplay" not in html
    assert f'href="{SiteDocument.objects.get(pk=chosen["described"]).url}"' in html
    assert "这里是收样处。" in html


def test_a_page_says_why_a_film_has_no_captions(client, chosen):
    blocks = [("video", film(chosen, captions=None, described=None, without_captions=one)) for one in ("silent", "in_the_picture")]
    factory.plain_page("film", blocks=blocks)

    html = client.get("/zh-hans/film/").text

    assert [html.count(words) for words in ("<track", "视频没有声音。", "字幕就在画面中。")] == [0, 1, 1]


def test_captions_of_a_traditional_page_are_traditional(client, chosen):
    factory.plain_page("film", blocks=[("video", film(chosen))])
    captions = SiteDocument.objects.get(pk=chosen["captions"])

    assert f'<track kind="captions" src="{captions.url}" srclang="zh-hans"' in client.get("/zh-hans/film/").text
    assert f'<track kind="captions" src="{captions.url}?script=zh-hant" srclang="zh-hant"' in client.get("/zh-hant/film/").text
    answer = client.get(f"{captions.url}?script=zh-hant")
    assert answer["Content-Type"] == "text/vtt; charset=utf-8"
    assert "這裏是檢測" in answer.text or "這裡是檢測" in answer.text
    assert "00:01.000 --> 00:04.000" in answer.text


@pytest.mark.parametrize(
    ("asked", "status", "content"),
    [
        ("bytes=0-1", 206, b"01"),
        ("bytes=4-", 206, b"456789"),
        ("bytes=-3", 206, b"789"),
        ("bytes=-99", 206, b"0123456789"),
        ("bytes=8-99", 206, b"89"),
        ("bytes=10-", 416, b""),
        ("bytes=5-4", 416, b""),
        ("bytes=-", 200, b"0123456789"),
        ("bytes=0-1,4-5", 200, b"0123456789"),
        ("seconds=0-1", 200, b"0123456789"),
    ],
)
def test_a_player_gets_the_piece_it_asks_for(client, asked, status, content):
    walk = document("walk.mp4", b"0123456789")

    answer = client.get(walk.url, headers={"range": asked})

    assert (answer.status_code, answer.getvalue()) == (status, content)
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in answer["Content-Security-Policy"]


def test_a_piece_is_small_and_belongs_to_the_file_of_today(client, monkeypatch):
    monkeypatch.setattr(films, "PIECE_BYTES", 4)
    walk = document("walk.mp4", b"0123456789")

    piece = client.get(walk.url, headers={"range": "bytes=0-"})
    assert (piece.content, piece["Content-Range"], piece["Content-Type"]) == (b"0123", "bytes 0-3/10", "video/mp4")
    assert client.get(walk.url, headers={"range": "bytes=0-", "if-range": piece["ETag"]}).status_code == 206
    assert client.get(walk.url, headers={"range": "bytes=0-", "if-range": '"older"'}).status_code == 200


def test_a_film_that_is_not_for_everybody_stays_shut_in_pieces_too(client, chosen):
    walk = SiteDocument.objects.get(pk=chosen["film"])
    CollectionViewRestriction.objects.create(collection=walk.collection, restriction_type="login")

    assert client.get(walk.url, headers={"range": "bytes=0-1"}).status_code == 302
    captions = SiteDocument.objects.get(pk=chosen["captions"])
    assert client.get(f"{captions.url}?script=zh-hant").status_code == 302
