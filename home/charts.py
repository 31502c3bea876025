"""Charts as inline SVG, drawn by a template: no library, no script, no style of their own.

Positions across are percentages and positions down are pixels, so a chart fills its box from 320 px to print while its letters
keep the size of the text around them. Bars and lines come with their table: the picture is for the eye, the table for everybody.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

# The drawing, in pixels from its top. Room above the highest line for its number, below the ground for the labels.
TOP = 24
GROUND = 204
HEIGHT = 232
# In per cent of the width: what the numbers of the scale take at the left.
LEFT = 9.0
_MOST_STEPS = 5
_GAP = 0.28


@dataclass(frozen=True, slots=True)
class Series:
    """One row of numbers; None is a number that does not exist (未公布), never 0. `shown` are the cells of the table."""

    name: str
    values: Sequence[float | None]
    shown: Sequence[str] = ()

    def cell(self, at: int, number: Callable[[float], str]) -> str:
        if self.shown:
            return self.shown[at]
        value = self.values[at]
        return "–" if value is None else number(value)


@dataclass(frozen=True, slots=True)
class Mark:
    """A bar or a dot; `words` appear when somebody points at it."""

    series: int
    left: str
    top: str
    width: str
    height: str
    words: str


@dataclass(frozen=True, slots=True)
class Stroke:
    series: int
    x1: str
    y1: str
    x2: str
    y2: str


@dataclass(frozen=True, slots=True)
class Chart:
    """What `components/chart.html` draws. `key` is unique on its page."""

    key: str
    title: str
    description: str
    head: Sequence[str]
    rows: Sequence[tuple[str, Sequence[str]]]
    grid: Sequence[tuple[str, str]]
    labels: Sequence[tuple[str, str]]
    names: Sequence[str]
    bars: Sequence[Mark] = field(default_factory=list)
    dots: Sequence[Mark] = field(default_factory=list)
    strokes: Sequence[Stroke] = field(default_factory=list)
    missing: Sequence[str] = field(default_factory=list)
    target: tuple[str, str] | None = None
    height: int = HEIGHT
    ground: int = GROUND
    label_at: int = HEIGHT - 8


def plain(value: float) -> str:
    """A number without a tail of noughts: 12, 0.35."""
    return f"{value:,.0f}" if value == int(value) else f"{value:,.3f}".rstrip("0")


def columns(
    *,
    key: str,
    title: str,
    description: str,
    over: str,
    labels: Sequence[str],
    series: Sequence[Series],
    whole_labels: Sequence[str] = (),
    number: Callable[[float], str] = plain,
) -> Chart:
    """Bars side by side for each label. `over` heads the first column of the table; `whole_labels` are its cells when `labels` are cut."""
    frame = _Frame(key, title, description, over, labels, whole_labels or labels, series, number)
    scale = Scale.over(series)
    bar = frame.slot * (1 - _GAP) / max(1, len(series))
    bars, missing = [], []
    for at in range(len(labels)):
        start = LEFT + frame.slot * at + frame.slot * _GAP / 2
        for place, one in enumerate(series):
            value = one.values[at]
            if value is None:
                missing.append(_percent(start + bar * (place + 0.5)))
                continue
            top = scale.down(value)
            bars.append(
                Mark(place, _percent(start + bar * place), _pixels(top), _percent(bar), _pixels(GROUND - top), frame.words(one, at))
            )
    return frame.chart(scale, bars=bars, missing=missing)


def lines(
    *,
    key: str,
    title: str,
    description: str,
    over: str,
    labels: Sequence[str],
    series: Sequence[Series],
    whole_labels: Sequence[str] = (),
    number: Callable[[float], str] = plain,
    target: tuple[float, str] | None = None,
) -> Chart:
    """Dots joined by lines, with an optional target across. A gap stays where a value does not exist."""
    frame = _Frame(key, title, description, over, labels, whole_labels or labels, series, number)
    scale = Scale.over(series, also=target[0] if target else 0)
    dots: list[Mark] = []
    strokes: list[Stroke] = []
    for place, one in enumerate(series):
        before: tuple[str, str] | None = None
        for at, value in enumerate(one.values):
            if value is None:
                before = None
                continue
            here = (_percent(LEFT + frame.slot * (at + 0.5)), _pixels(scale.down(value)))
            if before:
                strokes.append(Stroke(place, *before, *here))
            dots.append(Mark(place, *here, "", "", frame.words(one, at)))
            before = here
    across = (_pixels(scale.down(target[0])), target[1]) if target else None
    return frame.chart(scale, dots=dots, strokes=strokes, target=across)


@dataclass(frozen=True, slots=True)
class Scale:
    """From 0 to a round number, in round steps: a scale that starts elsewhere makes small differences look large."""

    top: float
    step: float

    @classmethod
    def over(cls, series: Sequence[Series], also: float = 0) -> "Scale":
        largest = max([also, *(value for one in series for value in one.values if value is not None)], default=0)
        step = round_step(largest / _MOST_STEPS)
        steps = 1
        while step * steps < largest:
            steps += 1
        return cls(top=step * steps, step=step)

    def down(self, value: float) -> float:
        """Pixels from the top of the drawing."""
        return GROUND - (GROUND - TOP) * value / self.top

    def grid(self) -> list[float]:
        return [self.step * at for at in range(round(self.top / self.step) + 1)]


def round_step(least: float) -> float:
    """The smallest of 1, 2, 5, 10, 20, … that is `least` or more; below 1 the same with noughts in front."""
    if least <= 0:
        return 1
    power = 1.0
    while power * 10 <= least:
        power *= 10
    while power > least:
        power /= 10
    return next(power * factor for factor in (1, 2, 5, 10) if power * factor >= least * (1 - 1e-9))


@dataclass(frozen=True, slots=True)
class _Frame:
    """What both kinds of drawings share."""

    key: str
    title: str
    description: str
    over: str
    labels: Sequence[str]
    whole_labels: Sequence[str]
    series: Sequence[Series]
    number: Callable[[float], str]

    @property
    def slot(self) -> float:
        """Per cent of the width for each label."""
        return (100 - LEFT) / max(1, len(self.labels))

    def words(self, one: Series, at: int) -> str:
        return f"{self.whole_labels[at]} · {one.name} · {one.cell(at, self.number)}"

    def chart(self, scale: Scale, **drawn: Any) -> Chart:
        return Chart(
            key=self.key,
            title=self.title,
            description=self.description,
            head=[self.over, *(one.name for one in self.series)],
            rows=[(label, [one.cell(at, self.number) for one in self.series]) for at, label in enumerate(self.whole_labels)],
            grid=[(_pixels(scale.down(value)), self.number(value)) for value in scale.grid()],
            labels=[(_percent(LEFT + self.slot * (at + 0.5)), label) for at, label in enumerate(self.labels)],
            names=[one.name for one in self.series],
            **drawn,
        )


def _percent(value: float) -> str:
    # Not by the locale: a comma here would be a fault of the drawing.
    return f"{value:.2f}%"


def _pixels(value: float) -> str:
    return f"{value:.1f}"
