"""Pictures that leak: full of metadata, lying on their side."""

import io

from PIL import Image, ImageCms
from PIL.PngImagePlugin import PngInfo

FORMATS = ["JPEG", "PNG", "WEBP", "AVIF"]
ENDINGS = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp", "AVIF": "avif"}
MARKERS = [b"SERIAL-4711", b"Lieutenant Camera", b"xmp-secret", b"a comment", b"Exif\0\0", b"http://ns.adobe.com", b"eXIf"]
_PROFILE = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def leaky(fmt: str, *, size: tuple[int, int] = (60, 40)) -> bytes:
    """A picture lying on its side (orientation 6), red on top when upright, with place, camera, XMP and comment."""
    picture = Image.new("RGB", size, "blue")
    picture.paste("red", (0, 0, size[0] // 2, size[1]))
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "Lieutenant Camera"
    exif.get_ifd(0x8769)[0xA431] = "SERIAL-4711"
    gps = exif.get_ifd(0x8825)
    gps[1], gps[2], gps[3], gps[4] = "N", (22.0, 32.0, 47.0), "E", (114.0, 3.0, 0.0)
    options: dict = {"exif": exif.tobytes(), "icc_profile": _PROFILE}
    if fmt == "PNG":
        text = PngInfo()
        text.add_text("Comment", "a comment")
        text.add_itxt("XML:com.adobe.xmp", "<x:xmpmeta>xmp-secret</x:xmpmeta>")
        options["pnginfo"] = text
    else:
        options["xmp"] = b"<x:xmpmeta>xmp-secret</x:xmpmeta>"
    if fmt == "JPEG":
        options["comment"] = b"a comment"
    target = io.BytesIO()
    picture.save(target, fmt, **options)
    return target.getvalue()


def assert_bare(content: bytes, *, upright: bool = True) -> None:
    """No marker in any byte, nothing in the parsed metadata; when `upright`, red on top."""
    assert [marker for marker in MARKERS if marker in content] == []
    picture = Image.open(io.BytesIO(content))
    assert dict(picture.getexif()) == {}
    assert {"icc_profile", "exif", "xmp", "comment", "Comment", "XML:com.adobe.xmp"} & set(picture.info) == set()
    if upright:
        assert picture.width < picture.height
        red, _green, blue = picture.convert("RGB").getpixel((picture.width // 2, picture.height // 10))
        assert red > 200
        assert blue < 60
