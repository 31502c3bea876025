"""The ticket on paper: Chinese text that is really there, and a code that readers read."""

import pytest
import zxingcpp
from django.urls import reverse
from django.utils import translation
from pypdfium2 import PdfDocument

from openday.registrations import tickets
from openday.registrations.ticket_pdf import GETA, ticket_pdf
from tests.factories.registrations import OpenDayFactory, SessionFactory, register
from tests.registrations.hard_pictures import HARD

pytestmark = pytest.mark.django_db


@pytest.fixture
def registration():
    return register(SessionFactory(open_day=OpenDayFactory(name_zh="走进食品实验室", place_zh="深圳市福田区䶮园")), adults=2, name="李梅")


def text_of(pdf: bytes) -> str:
    """The text of the page as somebody gets it who marks and copies it."""
    return str(PdfDocument(pdf)[0].get_textpage().get_text_range())


@pytest.mark.parametrize("how", HARD)
def test_zxing_reads_the_code_however_it_is_held(registration, how):
    text = tickets.text_of(registration)

    found = zxingcpp.read_barcodes(HARD[how](text))

    assert [one.text for one in found] == [text]


@pytest.mark.parametrize("how", HARD)
@pytest.mark.long
def test_opencv_reads_the_code_however_it_is_held(registration, how):
    cv2 = pytest.importorskip("cv2")
    numpy = pytest.importorskip("numpy")
    text = tickets.text_of(registration)
    shown = numpy.array(HARD[how](text))

    found, _corners, _straight = cv2.QRCodeDetector().detectAndDecode(255 - shown if how == "inverted" else shown)

    assert found == text


@pytest.mark.parametrize(
    ("language", "words"), [("zh-hans", "走进食品实验室"), ("zh-hant", "走進食品實驗室"), ("en", "Show this ticket at the gate")]
)
def test_a_ticket_is_printed_in_the_language_of_the_page(registration, language, words):
    with translation.override(language):
        pdf = ticket_pdf(registration, qr_text=tickets.text_of(registration))

    assert pdf.startswith(b"%PDF-")
    assert words in text_of(pdf)
    assert len(pdf) < 60_000


def test_rare_characters_are_printed_and_unknown_ones_are_marked(registration):
    open_day = registration.session.open_day
    open_day.place_zh = "䶮㛃𠀀园"

    pdf = ticket_pdf(registration, qr_text="OD2")

    assert set("䶮㛃园") | {GETA} <= set(text_of(pdf))
    assert "𠀀" not in text_of(pdf)


def test_no_line_begins_with_a_closing_mark_and_no_word_is_torn(registration):
    open_day = registration.session.open_day
    starts = []
    for length in range(20, 30):
        open_day.place_zh = "深" * length + "（从东门进，靠左）请出示凭证。"
        open_day.name_zh = "Laboratory " * 12
        lines = text_of(ticket_pdf(registration, qr_text="OD2")).splitlines()
        starts += [line[0] for line in lines if line]
        assert {word for line in lines for word in line.split() if word.startswith("Lab")} == {"Laboratory"}

    assert not set(starts) & set("，。）、")


def test_no_name_stands_on_paper(registration):
    assert not set("李梅") & set(text_of(ticket_pdf(registration, qr_text="OD2")))


def test_the_code_is_read_from_the_whole_page_at_72_dots_per_inch(registration):
    page = PdfDocument(ticket_pdf(registration, qr_text=tickets.text_of(registration)))[0]

    found = zxingcpp.read_barcodes(page.render(scale=1, grayscale=True).to_pil())

    assert [one.text for one in found] == [tickets.text_of(registration)]


def test_only_the_holder_of_the_link_gets_the_paper(client, registration):
    address = reverse("registrations:paper", args=[registration.code])
    assert client.get(address).status_code == 403

    client.get(reverse("registrations:swap", args=[registration.token]))
    answer = client.get(address)

    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/pdf")
    assert "no-store" in answer.headers["Cache-Control"]
    assert f"ticket-{registration.code}.pdf" in answer.headers["Content-Disposition"]


def test_paper_is_limited_by_the_hour(client, registration, monkeypatch):
    monkeypatch.setattr("openday.registrations.views.printing.MOST_AN_HOUR", 1)
    client.get(reverse("registrations:swap", args=[registration.token]))
    address = reverse("registrations:paper", args=[registration.code])

    assert [client.get(address).status_code for _time in range(2)] == [200, 429]
