"""Short names for the blocks that the demo texts are made of. A text is a pair: Simplified Chinese, English."""

from typing import Any, NamedTuple

Block = tuple[str, Any]


class Pair(NamedTuple):
    """The same text in the two languages that are written; Traditional is derived."""

    zh: str
    en: str

    def in_(self, language: str) -> str:
        return self.en if language == "en" else self.zh


def text(html: str) -> Block:
    return ("text", html)


def picture(name: str, caption: str) -> Block:
    """`name` is a file of demo/pictures, without its ending."""
    return ("picture", {"picture": name, "caption": caption})


def gallery(*pictures: tuple[str, str]) -> Block:
    """Pairs of a file of demo/pictures, without its ending, and a caption."""
    return ("gallery", {"pictures": [{"picture": name, "caption": caption} for name, caption in pictures]})


def film(name: str, language: str, *, title: str, still: str, transcript: str) -> Block:
    """A silent film of demo/files with captions in `language` that tell what it is about; `still` is one of demo/pictures."""
    return ("video", {"film": name, "captions": f"{name}.{language}.vtt", "title": title, "still": still, "transcript": transcript})


def documents(*files: tuple[str, str]) -> Block:
    """Pairs of a file of demo/files and its title."""
    return ("documents", list(files))


def counts(*rows: tuple[str, int], period: str, source: str) -> Block:
    """Plain numbers that the source prints."""
    figures = [
        {
            "label": label,
            "shown_as": "count",
            "numerator": number,
            "denominator": None,
            "period": period,
            "source": source,
            "as_of": None,
        }
        for label, number in rows
    ]
    return ("figures", figures)


def note(title: str, html: str, *, level: str = "info") -> Block:
    return ("call_out", {"level": level, "title": title, "text": html})


def quote(words: str, *, who: str, source: str = "") -> Block:
    return ("quote", {"text": words, "who": who, "source": source})


def steps(*pairs: tuple[str, str]) -> Block:
    return ("steps", [{"title": title, "text": words} for title, words in pairs])


def timeline(*moments: tuple[str, str, str]) -> Block:
    return ("timeline", [{"when": when, "title": title, "text": words} for when, title, words in moments])


def questions(*pairs: tuple[str, str]) -> Block:
    return ("questions", [{"question": question, "answer": f"<p>{answer}</p>"} for question, answer in pairs])


def table(caption: str, headings: list[str], *rows: list[str], source: str = "") -> Block:
    return (
        "table",
        {
            "caption": caption,
            "source": source,
            "table": {
                "columns": [{"type": "text", "heading": heading} for heading in headings],
                "rows": [{"values": row} for row in rows],
            },
        },
    )


def unpublished(*labels: str, period: str, source: str) -> Block:
    """Figures that nobody published yet: shown as such, because "not published" is not 0."""
    figures = [
        {"label": label, "shown_as": "percent", "numerator": None, "denominator": None, "period": period, "source": source, "as_of": None}
        for label in labels
    ]
    return ("figures", figures)
