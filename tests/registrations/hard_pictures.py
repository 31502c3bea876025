"""The code of a ticket as it comes before a camera: printed coarsely, held askew, light on dark."""

import segno
from PIL import Image


def code_picture(text: str, *, module: float, quiet: int = 4) -> Image.Image:
    """The code as a printer and a coarse scan leave it: each module so many pixels, not always whole ones."""
    drawn = segno.make(text, error="m", micro=False, boost_error=False)
    rows = [[0 if dark else 255 for dark in row] for row in drawn.matrix_iter(border=quiet)]
    small = Image.new("L", (len(rows), len(rows)))
    small.putdata([value for row in rows for value in row])
    side = round(len(rows) * module)
    return small.resize((side * 8, side * 8), Image.Resampling.NEAREST).resize((side, side), Image.Resampling.BOX)


# Paper shows each module 1.42 mm wide: 4 pixels at 72 dots per inch. 15 degrees is a hand that is in a hurry.
HARD = {
    "72 dpi": lambda text: code_picture(text, module=64 / 45 / 25.4 * 72),
    "skewed 15 degrees": lambda text: code_picture(text, module=4).rotate(15, Image.Resampling.BICUBIC, expand=True, fillcolor=255),
    "inverted": lambda text: code_picture(text, module=4).point(lambda value: 255 - value),
}
