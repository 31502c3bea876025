"""Rectangles on a picture, in tenths of a per cent of its sides. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

# A whole side.
WHOLE = 1000
MOST = 40


@dataclass(frozen=True, slots=True)
class Rectangle:
    """From `left` and `top`, so wide and high; all in tenths of a per cent of the picture's width and height."""

    left: int
    top: int
    width: int
    height: int

    @property
    def is_within(self) -> bool:
        return self.left >= 0 and self.top >= 0 and self.width > 0 and self.height > 0 and self.left < WHOLE and self.top < WHOLE

    def in_pixels(self, size: tuple[int, int]) -> tuple[int, int, int, int]:
        """First and last pixel across and down, rounded outwards: no sliver of what was covered stays."""
        wide, high = size
        left, top = self.left * wide // WHOLE, self.top * high // WHOLE
        right = -(-min(WHOLE, self.left + self.width) * wide // WHOLE) - 1
        bottom = -(-min(WHOLE, self.top + self.height) * high // WHOLE) - 1
        return left, top, max(left, min(right, wide - 1)), max(top, min(bottom, high - 1))


def written(rectangles: Iterable[Rectangle]) -> str:
    """For an address: 10,20,300,40;500,0,100,100."""
    return ";".join(f"{one.left},{one.top},{one.width},{one.height}" for one in rectangles)


def read(text: str) -> list[Rectangle]:
    """What `written` wrote; whatever else somebody puts into an address is left out."""
    found = []
    for part in text[:2000].split(";")[:MOST]:
        numbers = part.split(",")
        if len(numbers) == 4 and all(number.isascii() and number.isdigit() and len(number) < 5 for number in numbers):
            one = Rectangle(*(int(number) for number in numbers))
            if one.is_within:
                found.append(one)
    return found
