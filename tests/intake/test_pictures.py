"""Pictures come out bare, upright and small, or not at all."""

import io
import resource
import time

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms

from openday.intake.pictures import BrokenPicture, PictureTooLarge, SafePicture, is_picture, sanitise
from tests.pictures import FORMATS, assert_bare, leaky


def made(fmt: str, mode="RGB", size=(50, 30), **options) -> ContentFile:
    target = io.BytesIO()
    Image.new(mode, size, options.pop("colour", 0)).save(target, fmt, **options)
    return ContentFile(target.getvalue(), name=f"photo.{fmt.lower()}")


@pytest.mark.parametrize("fmt", FORMATS)
def test_a_picture_comes_out_bare_and_upright(fmt):
    assert_bare(sanitise(ContentFile(leaky(fmt), name="x")).read())


def test_a_heif_picture_becomes_a_bare_jpeg():
    target = io.BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "Lieutenant Camera"
    Image.new("RGB", (40, 60), "red").save(target, "HEIF", exif=exif.tobytes())
    assert b"Lieutenant Camera" in target.getvalue()

    safe = sanitise(ContentFile(target.getvalue(), name="IMG_4711.HEIC"))

    assert (safe.name, safe.content_type) == ("IMG_4711.jpg", "image/jpeg")
    assert_bare(safe.read())


@pytest.mark.parametrize(
    ("fmt", "mode", "name"),
    [
        ("JPEG", "L", "photo.jpg"),
        ("JPEG", "CMYK", "photo.jpg"),
        ("PNG", "1", "photo.png"),
        ("PNG", "P", "photo.png"),
        ("PNG", "LA", "photo.png"),
        ("PNG", "RGBA", "photo.png"),
        ("PNG", "I;16", "photo.png"),
        ("GIF", "P", "photo.png"),
        ("WEBP", "RGBA", "photo.webp"),
        ("AVIF", "RGBA", "photo.avif"),
    ],
)
def test_every_kind_of_pixel_is_understood(fmt, mode, name):
    safe = sanitise(made(fmt, mode))

    assert safe.name == name
    assert Image.open(io.BytesIO(safe.read())).mode in {"L", "RGB", "RGBA"}


def test_transparency_stays():
    picture = Image.open(io.BytesIO(sanitise(made("PNG", "RGBA", colour=(255, 0, 0, 10))).read()))

    assert picture.getpixel((5, 5)) == (255, 0, 0, 10)


def test_sixteen_bits_keep_their_brightness():
    picture = Image.open(io.BytesIO(sanitise(made("PNG", "I;16", colour=32768)).read()))

    assert picture.convert("L").getpixel((5, 5)) == 128


def test_colours_of_another_profile_are_translated():
    # sRGB with its red and its blue exchanged.
    swapped = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    swapped = swapped.replace(b"rXYZ", b"tXYZ").replace(b"bXYZ", b"rXYZ").replace(b"tXYZ", b"bXYZ")
    plain = sanitise(made("PNG", colour=(200, 30, 30))).read()
    translated = sanitise(made("PNG", colour=(200, 30, 30), icc_profile=swapped)).read()

    def colour(content):
        return Image.open(io.BytesIO(content)).convert("RGB").getpixel((5, 5))

    assert colour(plain) == (200, 30, 30)
    red, _green, blue = colour(translated)
    assert blue > 150 > red


def test_a_damaged_profile_costs_no_picture():
    assert sanitise(made("PNG", icc_profile=b"not a profile" * 20)).size > 0


def test_only_the_first_frame_of_a_film_is_kept():
    target = io.BytesIO()
    frames = [Image.new("P", (20, 20), number) for number in range(30)]
    frames[0].save(target, "GIF", save_all=True, append_images=frames[1:])

    picture = Image.open(io.BytesIO(sanitise(ContentFile(target.getvalue(), name="x.gif")).read()))

    assert getattr(picture, "n_frames", 1) == 1


def test_a_large_photo_is_made_smaller():
    assert sanitise(made("JPEG", size=(5000, 4000))).image_size == (4096, 3277)


def test_names_are_reduced_to_a_stem():
    assert sanitise(SimpleUploadedFile("../../etc/passwd.php.jpg", leaky("PNG"))).name == "passwd.php.png"
    assert sanitise(io.BytesIO(leaky("PNG"))).name == "picture.png"


def test_a_safe_picture_is_not_rebuilt():
    safe = sanitise(made("PNG"))

    assert sanitise(safe) is safe
    assert isinstance(safe, SafePicture)


BROKEN = {
    "empty": b"",
    "text": b"hello",
    "svg": b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    "html": b"<!doctype html><script>alert(1)</script>",
    "pdf": b"%PDF-1.7\n",
    "eps": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n",
    "tiff": b"II*\0\x08\0\0\0",
    "half jpeg": leaky("JPEG")[:1500],
    "half png": leaky("PNG")[:250],
    "half webp": leaky("WEBP")[:60],
    "half avif": leaky("AVIF")[:400],
    "gif header": b"GIF89a\x10\0\x10\0\x80\0\0",
    "zip": b"PK\x03\x04" + b"\0" * 100,
}


@pytest.mark.parametrize("content", BROKEN.values(), ids=BROKEN)
def test_what_is_no_picture_is_refused_at_once(content):
    start = time.thread_time()

    with pytest.raises(BrokenPicture):
        sanitise(ContentFile(content, name="photo.jpg"))

    assert time.thread_time() - start < 1


def test_a_polyglot_loses_its_other_half():
    content = leaky("JPEG") + b"<?php system($_GET['x']); ?>" + b"PK\x03\x04 archive"

    safe = sanitise(ContentFile(content, name="x.jpg")).read()

    assert b"<?php" not in safe
    assert b"PK\x03\x04" not in safe


@pytest.mark.parametrize(("fmt", "mode"), [("PNG", "1"), ("GIF", "P"), ("WEBP", "RGB"), ("JPEG", "L")])
def test_a_bomb_is_refused_by_its_header(fmt, mode):
    bomb = made(fmt, mode, size=(10_000, 10_000))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.thread_time()

    with pytest.raises(PictureTooLarge):
        sanitise(bomb)

    assert time.thread_time() - start < 1
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200_000


def test_a_header_that_claims_the_earth_is_refused():
    content = bytearray(made("PNG").read())
    content[16:24] = b"\x7f\xff\xff\xff\x7f\xff\xff\xff"

    with pytest.raises((PictureTooLarge, BrokenPicture)):
        sanitise(ContentFile(bytes(content), name="x.png"))


def test_too_many_bytes_are_refused_unread():
    with pytest.raises(PictureTooLarge):
        sanitise(ContentFile(b"\xff\xd8" + b"\0" * (10 * 1024 * 1024), name="x.jpg"))


def test_pictures_are_known_by_their_content():
    assert is_picture(io.BytesIO(leaky("JPEG")))
    assert not is_picture(io.BytesIO(b"%PDF-1.7"))
    assert not is_picture(io.BytesIO(b"<svg/>"))


@settings(max_examples=60)
@given(st.sampled_from(FORMATS), st.data())
def test_no_damage_gives_anything_but_a_picture_or_a_refusal(fmt, data):
    content = bytearray(leaky(fmt))
    for _ in range(data.draw(st.integers(1, 8))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))

    try:
        safe = sanitise(ContentFile(bytes(content), name="x"))
    except (BrokenPicture, PictureTooLarge):
        return
    assert_bare(safe.read(), upright=False)


@pytest.mark.parametrize(
    ("picture", "ground"),
    [
        (made("JPEG", colour=(0x84, 0xA7, 0xC2)), "8ac"),
        (made("PNG", "L", colour=255), "fff"),
        (made("PNG", "RGBA", colour=(255, 0, 0, 255)), "f00"),
        (made("PNG", "RGBA", colour=(255, 0, 0, 254)), ""),
        (made("PNG", "LA", colour=(9, 0)), ""),
    ],
    ids=["opaque", "grey", "opaque with alpha", "with one clear pixel", "clear"],
)
def test_an_opaque_picture_knows_its_colour_from_far_away(picture, ground):
    assert sanitise(picture).ground == ground
