"""What is blacked out is gone from the file, and only such a copy is ever public."""

import io
from datetime import timedelta
from hashlib import sha256

import pytest
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from openday.accounts.encryption import key_ring
from openday.accounts.models import AuditEntry
from openday.accounts.sealed_files import key_of
from openday.intake.pictures import sanitise
from openday.oversight import actions
from openday.oversight.models import Evidence, RedactedPicture
from openday.oversight.redaction import actions as redaction
from openday.oversight.redaction import rules
from openday.oversight.redaction.burning import burn
from openday.oversight.redaction.rules import Rectangle
from openday.oversight.states import State
from tests.factories.oversight import MONDAY, a_case_in

LATER = MONDAY + timedelta(days=1)
# A colour that stands nowhere else, where the secret is.
SECRET = (250, 10, 200)
HALF = Rectangle(left=250, top=250, width=500, height=500)


def a_picture(kind="PNG", size=(80, 60), **saved):
    """Grey, with a bright square in the middle and the same square in the metadata's thumbnail where the format has one."""
    picture = Image.new("RGB", size, (120, 130, 140))
    picture.paste(SECRET, (size[0] * 3 // 8, size[1] * 3 // 8, size[0] * 5 // 8, size[1] * 5 // 8))
    out = io.BytesIO()
    picture.save(out, kind, **saved)
    return ContentFile(out.getvalue(), name=f"IMG_li-ping.{kind.lower()}")


def shown(file):
    file.seek(0)
    return Image.open(io.BytesIO(file.read())).convert("RGB")


def is_secret(pixel):
    return pixel[0] > 180 and pixel[1] < 80 and pixel[2] > 140


@pytest.mark.parametrize(("kind", "saved"), [("PNG", {}), ("JPEG", {"quality": 95, "comment": b"li ping"}), ("WEBP", {"quality": 90})])
def test_no_pixel_under_a_rectangle_and_no_byte_of_the_old_file_is_left(kind, saved):
    original = sanitise(a_picture(kind, **saved))
    assert any(is_secret(pixel) for pixel in shown(original).get_flattened_data())

    burnt = burn(original, [HALF])

    picture = shown(burnt)
    inside = [picture.getpixel((x, y)) for x in range(22, 58) for y in range(17, 43)]
    assert max(max(pixel) for pixel in inside) < 25
    assert not any(is_secret(pixel) for pixel in picture.get_flattened_data())
    assert min(picture.getpixel((3, 3))) > 100
    burnt.seek(0)
    content = burnt.read()
    assert Image.open(io.BytesIO(content)).info.get("exif") is None
    assert b"li ping" not in content
    assert not Image.open(io.BytesIO(content)).getexif()


def test_without_the_paint_the_secret_would_be_there():
    assert any(is_secret(pixel) for pixel in shown(burn(sanitise(a_picture()), [])).get_flattened_data())


def test_a_transparent_picture_is_opaque_where_it_is_painted():
    picture = Image.new("RGBA", (40, 40), (*SECRET, 40))
    out = io.BytesIO()
    picture.save(out, "PNG")

    burnt = burn(sanitise(ContentFile(out.getvalue(), name="a.png")), [HALF])

    burnt.seek(0)
    assert Image.open(burnt).convert("RGBA").getpixel((20, 20)) == (0, 0, 0, 255)


SIDES = st.integers(0, 1000)
RECTANGLES = st.builds(Rectangle, SIDES, SIDES, SIDES, SIDES).filter(lambda one: one.is_within)


@given(RECTANGLES, st.integers(1, 60), st.integers(1, 60))
def test_a_rectangle_covers_every_pixel_that_it_touches(one, wide, high):
    left, top, right, bottom = one.in_pixels((wide, high))

    assert 0 <= left <= right < wide
    assert 0 <= top <= bottom < high
    assert left <= one.left * wide / 1000
    assert right + 1 >= min(wide, (one.left + one.width) * wide / 1000)
    assert top <= one.top * high / 1000
    assert bottom + 1 >= min(high, (one.top + one.height) * high / 1000)


@given(st.lists(RECTANGLES, max_size=6))
def test_rectangles_in_an_address_come_back(drawn):
    assert rules.read(rules.written(drawn)) == drawn


@given(st.text(max_size=200))
def test_whatever_else_stands_in_the_address_is_left_out(text):
    assert all(one.is_within for one in rules.read(text))


# ---- In the house --------------------------------------------------------------------------------------------


@pytest.fixture
def case(office):
    staff = {"quality": office.quality, "handler": office.handler, "reviewer": office.reviewer}
    return a_case_in(State.ANSWERED, unit=office.food, consents_to_publication=True, pictures=[sanitise(a_picture())], **staff)


def publish(case, office, pictures=()):
    texts = {"summary_zh": "摘要。", "summary_en": "", "public_answer_zh": "答复。", "public_answer_en": ""}
    return actions.publish(case=case, **texts, pictures=pictures, by=office.quality, now=LATER)


def a_copy(case, office, by=None):
    original = case.evidence.get()
    return redaction.redact(original=original, rectangles=[HALF], description_zh="门口的照片。", by=by or office.handler, now=LATER)


def public_page(client, case):
    return client.get(f"/zh-hans/oversight/published/{case.number}/")


def test_the_original_is_never_public_and_the_copy_only_with_its_case(client, office, case):
    copy = a_copy(case, office)
    address = f"/zh-hans/oversight/published/{case.number}/pictures/{copy.pk}/"
    original = f"/zh-hans/oversight/published/{case.number}/pictures/{case.evidence.get().pk + 100}/"
    before = client.get(address).status_code

    publish(case, office, pictures=[copy])
    page = public_page(client, case).content.decode()
    answer = client.get(address)
    served = b"".join(answer.streaming_content)
    actions.withdraw_publication(case=case, reason="Asked.", by=office.quality, now=LATER)

    assert (before, answer.status_code, client.get(address).status_code) == (404, 200, 404)
    assert address in page
    assert "门口的照片。" in page
    assert not any(is_secret(pixel) for pixel in Image.open(io.BytesIO(served)).convert("RGB").get_flattened_data())
    assert client.get(original).status_code == 404


def test_a_copy_lies_sealed_before_and_while_it_is_public_and_one_that_was_changed_is_not_shown(client, office, case, tmp_path):
    copy = a_copy(case, office)
    publish(case, office, pictures=[copy])
    [lying] = (tmp_path / "private" / "redacted").iterdir()
    address = f"/zh-hans/oversight/published/{case.number}/pictures/{copy.pk}/"
    served = b"".join(client.get(address).streaming_content)

    assert sha256(served).hexdigest() == copy.sha256
    assert key_of(lying.read_bytes()) in key_ring().prefixes
    assert served[:16] not in lying.read_bytes()

    lying.write_bytes(served)
    client.force_login(office.handler)
    assert client.get(address).status_code == 404
    assert client.get(f"/admin/oversight/cases/{case.pk}/redacted/{copy.pk}/").status_code == 404


def test_a_copy_that_nobody_chose_stays_inside(client, office, case):
    copy = a_copy(case, office)
    publish(case, office)

    assert client.get(f"/zh-hans/oversight/published/{case.number}/pictures/{copy.pk}/").status_code == 404
    assert "pictures/" not in public_page(client, case).content.decode()


def test_who_blacked_out_does_not_choose_what_is_published(client, office, case):
    copy = a_copy(case, office, by=office.quality)
    client.force_login(office.quality)

    page = client.get(f"/admin/oversight/cases/{case.pk}/publish/").content.decode()

    assert f'name="pictures" value="{copy.pk}"' not in page
    with pytest.raises(IntegrityError, match="who_blacks_out"), transaction.atomic():
        publish(case, office, pictures=[copy])


def test_each_look_at_an_original_is_noted_and_the_case_page_shows_none(client, office, case):
    client.force_login(office.handler)
    original = case.evidence.get()
    address = f"/admin/oversight/cases/{case.pk}/pictures/{original.pk}/"

    page = client.get(f"/admin/oversight/cases/{case.pk}/").content.decode()
    assert f'<img src="{address}"' not in page
    assert AuditEntry.objects.filter(deed="case.open_picture").count() == 0
    seen = b"".join(client.get(address).streaming_content)

    entry = AuditEntry.objects.looks_at_personal_data().get(deed="case.open_picture")
    assert (entry.by, entry.about_id, entry.facts) == (office.handler, str(case.pk), {"picture": original.pk})
    assert sha256(seen).hexdigest() == original.sha256


def test_an_original_that_somebody_changed_is_not_shown(client, office, case):
    original = case.evidence.get()
    original.file.storage.delete(original.file.name)
    original.file.storage.save(original.file.name, ContentFile(b"something else"))
    client.force_login(office.quality)

    assert client.get(f"/admin/oversight/cases/{case.pk}/pictures/{original.pk}/").status_code == 404


def numbers(*rows, **more):
    sides = ("left", "top", "width", "height")
    given = {f"r-{place}-{side}": value for place, row in enumerate(rows) for side, value in zip(sides, row, strict=True)}
    return {"r-TOTAL_FORMS": "6", "r-INITIAL_FORMS": "0", "description_zh": "门口。", **given, **more}


def test_numbers_without_scripts_make_the_copy(client, office, case):
    client.force_login(office.handler)
    page = f"/admin/oversight/cases/{case.pk}/pictures/{case.evidence.get().pk}/redact/"

    opened = client.get(page)
    preview = client.post(page, numbers((25, 25, 50, 50), preview="1"))
    made = client.post(page, numbers((25, 25, 50, 50)))

    assert (opened.status_code, preview.status_code, made.status_code) == (200, 200, 302)
    assert "?r=250,250,500,500" in preview.content.decode()
    copy = RedactedPicture.objects.get()
    assert copy.drawn() == [HALF]
    assert not any(is_secret(pixel) for pixel in shown(copy.file).get_flattened_data())
    previewed = client.get(f"/admin/oversight/cases/{case.pk}/pictures/{case.evidence.get().pk}/preview/?r=250,250,500,500;junk")
    assert not any(
        is_secret(pixel) for pixel in Image.open(io.BytesIO(b"".join(previewed.streaming_content))).convert("RGB").get_flattened_data()
    )


@pytest.mark.parametrize(
    "given",
    [
        numbers(),
        numbers((25, 25, 50, "")),
        numbers((25, 25, 0, 10)),
        numbers((101, 0, 10, 10)),
        numbers((25, 25, 50, 50), description_zh=""),
        {},
        numbers(("x", "y", "\x00", "1e99")),
    ],
)
def test_half_a_rectangle_or_none_is_refused_with_422(client, office, case, given):
    client.force_login(office.handler)

    answer = client.post(f"/admin/oversight/cases/{case.pk}/pictures/{case.evidence.get().pk}/redact/", given)

    assert (answer.status_code, RedactedPicture.objects.count()) == (422, 0)


def test_a_word_that_nothing_is_to_hide_is_enough(client, office, case):
    client.force_login(office.handler)
    page = f"/admin/oversight/cases/{case.pk}/pictures/{case.evidence.get().pk}/redact/"

    assert client.post(page, numbers(nothing_to_hide="on")).status_code == 302


def test_a_reviewer_looks_but_blacks_nothing_out(client, office, case):
    client.force_login(office.reviewer)
    pictures = f"/admin/oversight/cases/{case.pk}/pictures/{case.evidence.get().pk}/"

    assert [client.get(pictures + page).status_code for page in ("", "redact/", "preview/")] == [200, 404, 404]


def test_retention_takes_the_original_and_keeps_what_is_public(client, office, case):
    from openday.oversight.retention import sweep

    kept, idle = a_copy(case, office), a_copy(case, office)
    publish(case, office, pictures=[kept])

    sweep(LATER + timedelta(days=365 * 7), False)

    assert (Evidence.objects.count(), list(RedactedPicture.objects.values_list("pk", flat=True))) == (0, [kept.pk])
    assert not idle.file.storage.exists(idle.file.name)
    assert client.get(f"/zh-hans/oversight/published/{case.number}/pictures/{kept.pk}/").status_code == 200


def test_a_copy_is_thrown_away_unless_it_is_published(client, office, case):
    copy, other = a_copy(case, office), a_copy(case, office)
    publish(case, office, pictures=[copy])
    client.force_login(office.handler)

    for one in (copy, other):
        client.post(f"/admin/oversight/cases/{case.pk}/redacted/{one.pk}/")

    assert list(RedactedPicture.objects.all()) == [copy]
