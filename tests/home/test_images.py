"""No picture keeps a word about its maker, whichever way it comes in."""

import io
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image
from wagtail.images.models import Filter
from wagtail.models import Collection, UploadedFile
from wagtail.users.models import UserProfile

from home.models import SiteDocument, SiteImage
from openday.intake.pictures import BrokenPicture, PictureTooLarge
from tests import people
from tests.pictures import ENDINGS, FORMATS, assert_bare, leaky

pytestmark = pytest.mark.django_db


def upload(fmt: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(f"photo.{ENDINGS[fmt]}", leaky(fmt), content_type=f"image/{fmt.lower()}")


def stored_bytes(row, field="file") -> bytes:
    file = getattr(row, field)
    with file.storage.open(file.name) as stored:
        return stored.read()


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.mark.parametrize("fmt", FORMATS)
def test_the_sample_would_leak(fmt):
    content = leaky(fmt)

    assert b"Lieutenant Camera" in content
    assert b"xmp-secret" in content
    assert Image.open(io.BytesIO(content)).getexif().get_ifd(0x8825) != {}


@pytest.mark.parametrize("fmt", FORMATS)
def test_a_picture_uploaded_in_the_admin_is_stored_bare_and_upright(client, fmt):
    client.force_login(people.eve())

    answer = client.post(
        reverse("wagtailimages:add"), {"title": "x", "file": upload(fmt), "collection": Collection.get_first_root_node().pk}
    )

    assert answer.status_code == 302
    image = SiteImage.objects.get()
    assert_bare(stored_bytes(image))
    assert (image.width, image.height) == (40, 60)
    assert image.file_size == len(stored_bytes(image))


@pytest.mark.parametrize("fmt", FORMATS)
def test_a_picture_of_a_multiple_upload_is_stored_bare(client, fmt):
    client.force_login(people.eve())

    answer = client.post(reverse("wagtailimages:add_multiple"), {"files[]": upload(fmt), "title": "x"})

    assert answer.json()["success"] is True
    assert_bare(stored_bytes(SiteImage.objects.get()))


def test_a_multiple_upload_that_is_parked_is_stored_bare(client):
    client.force_login(people.eve())

    client.post(reverse("wagtailimages:add_multiple"), {"files[]": upload("JPEG"), "title": "x" * 300})

    assert SiteImage.objects.count() == 0
    assert_bare(stored_bytes(UploadedFile.objects.get()))


@pytest.mark.parametrize("fmt", FORMATS)
def test_a_picture_saved_by_an_import_is_stored_bare(fmt):
    image = SiteImage.objects.create(title="x", file=ContentFile(leaky(fmt), name=f"x.{ENDINGS[fmt]}"))

    assert_bare(stored_bytes(image))


@pytest.mark.parametrize("fmt", FORMATS)
def test_a_replaced_picture_is_stored_bare(client, fmt):
    client.force_login(people.eve())
    image = SiteImage.objects.create(title="x", file=ContentFile(leaky("PNG"), name="x.png"))

    answer = client.post(
        reverse("wagtailimages:edit", args=[image.pk]), {"title": "x", "file": upload(fmt), "collection": image.collection_id}
    )

    assert answer.status_code == 302
    assert_bare(stored_bytes(SiteImage.objects.get()))


@pytest.mark.parametrize("fmt", FORMATS)
@pytest.mark.parametrize("spec", ["width-20", "original", "fill-20x20|format-webp", "width-20|format-avif", "width-20|format-jpeg"])
def test_renditions_are_bare(fmt, spec):
    image = SiteImage.objects.create(title="x", file=ContentFile(leaky(fmt), name=f"x.{ENDINGS[fmt]}"))

    rendition = image.get_rendition(Filter(spec))

    assert_bare(stored_bytes(rendition), upright=False)


@pytest.mark.parametrize("fmt", FORMATS)
def test_a_picture_among_the_documents_is_stored_bare(fmt):
    document = SiteDocument.objects.create(title="x", file=ContentFile(leaky(fmt), name="plan.pdf"))

    assert_bare(stored_bytes(document))
    assert Path(document.file.name).suffix == f".{ENDINGS[fmt]}"


def test_a_picture_named_as_a_document_is_stored_bare_from_the_admin(client):
    client.force_login(people.eve())

    client.post(
        reverse("wagtaildocs:add"),
        {"title": "x", "file": SimpleUploadedFile("plan.pdf", leaky("JPEG")), "collection": Collection.get_first_root_node().pk},
    )

    assert_bare(stored_bytes(SiteDocument.objects.get()))


def test_a_document_that_is_no_picture_is_stored_as_it_is():
    content = b"%PDF-1.7 not much of one"

    document = SiteDocument.objects.create(title="x", file=ContentFile(content, name="plan.pdf"))

    assert stored_bytes(document) == content


def test_an_avatar_is_stored_bare():
    profile = UserProfile.get_for_user(people.eve())

    profile.avatar = upload("JPEG")
    profile.save()

    assert_bare(stored_bytes(profile, "avatar"))


def test_a_stored_picture_is_not_rebuilt_when_its_title_changes():
    before = stored_bytes(SiteImage.objects.create(title="x", file=ContentFile(leaky("JPEG"), name="x.jpg")))

    image = SiteImage.objects.get()
    image.title = "y"
    image.save()

    assert stored_bytes(image) == before


@pytest.mark.parametrize(
    "content",
    [b"", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"<html>", leaky("JPEG")[:900], leaky("PNG")[:200], b"GIF89a" + b"\0" * 50],
    ids=["empty", "svg", "html", "half a jpeg", "half a png", "gif header"],
)
def test_a_broken_picture_is_an_error_beside_the_field(client, content):
    client.force_login(people.eve())

    answer = client.post(reverse("wagtailimages:add"), {"title": "x", "file": SimpleUploadedFile("photo.jpg", content)})

    assert answer.status_code == 200
    assert answer.context["form"].errors["file"]
    assert SiteImage.objects.count() == 0


def test_an_import_of_a_broken_picture_is_refused():
    with pytest.raises(BrokenPicture):
        SiteImage.objects.create(title="x", file=ContentFile(b"<svg/>", name="x.jpg"), width=1, height=1)


def test_an_import_of_a_bomb_is_refused():
    target = io.BytesIO()
    Image.new("1", (10_000, 10_000)).save(target, "PNG")

    with pytest.raises(PictureTooLarge):
        SiteImage.objects.create(title="x", file=ContentFile(target.getvalue(), name="x.png"), width=1, height=1)
