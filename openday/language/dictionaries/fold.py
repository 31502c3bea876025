"""Collect the forms of each character into `folding.txt`: `python openday/language/dictionaries/fold.py`, after an update of opencc.

Character by character, unlike a conversion of whole words: what somebody types and what stands in a text must
come out the same whatever stands beside it.
"""

from pathlib import Path

from opencc import OpenCC

HERE = Path(__file__).parent
_HAN = [*range(0x3400, 0xA000), *range(0xF900, 0xFB00), *range(0x20000, 0x32000)]
# One of them is written by each of the standards, the typesetters and the converter for 二噁英 (dioxins).
_TOGETHER = {"噁": "恶", "𫫇": "恶", "惡": "恶"}


def main() -> None:
    converters = [OpenCC(name) for name in ("t2s", "hk2s", "tw2s")]
    found = {}
    for number in _HAN:
        letter = chr(number)
        for converter in converters:
            other = converter.convert(letter)
            if other != letter and len(other) == 1:
                found[letter] = other
                break
    found.update(_TOGETHER)
    # A form that was itself folded on would miss its own texts.
    final = {letter: found.get(other, other) for letter, other in found.items()}
    (HERE / "folding.txt").write_text("".join(final) + "\n" + "".join(final.values()) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
