"""A drawn picture for demo cases: a gate with a plate on a car, nothing of anybody's."""

import io

from django.core.files.base import ContentFile
from PIL import Image, ImageDraw

from openday.intake.pictures import SafePicture, sanitise
from openday.oversight.redaction.rules import Rectangle

# Where the plate is.
PLATE = Rectangle(left=560, top=690, width=200, height=120)


def a_gate() -> SafePicture:
    """A car before a gate; its plate says that this is a demonstration."""
    picture = Image.new("RGB", (960, 640), "#cfe3f2")
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 430, 960, 640), fill="#8f9aa3")
    draw.rectangle((60, 180, 420, 430), fill="#e8dcc8", outline="#7a6a52", width=4)
    draw.rectangle((190, 300, 290, 430), fill="#6b7a86")
    draw.text((90, 205), "DEMO LABORATORY", fill="#3b3226", font_size=32)
    draw.rounded_rectangle((470, 350, 820, 540), 40, fill="#b4413a", outline="#6f211c", width=4)
    draw.ellipse((500, 500, 580, 580), fill="#222222")
    draw.ellipse((710, 500, 790, 580), fill="#222222")
    draw.rectangle((555, 455, 715, 505), fill="#1d4fa3", outline="#ffffff", width=3)
    draw.text((572, 462), "DEMO 123", fill="#ffffff", font_size=28)
    out = io.BytesIO()
    picture.save(out, "PNG")
    upload = ContentFile(out.getvalue(), name="demo.png")
    kept = sanitise(upload)
    kept.sent = upload
    return kept
