"""Collect how the characters of GB 2312 sound into `sounds.txt`: `python openday/language/dictionaries/sound.py`.

Needs pypinyin (MIT), which the portal itself does without: it takes 55 MB in every process and a second at first use.
Each line is a syllable without its tone and the characters that are read so; of a character's readings the two most
common ones are kept.
"""

import unicodedata
from pathlib import Path

HERE = Path(__file__).parent
_READINGS = 2


def _bare(syllable: str) -> str:
    letters = unicodedata.normalize("NFD", syllable.replace("ü", "v"))
    # ǖ and its like: the two dots stay a letter of their own, the tone goes.
    return unicodedata.normalize("NFC", "".join(one for one in letters.replace("u\u0308", "v") if unicodedata.category(one) != "Mn"))


def main() -> None:
    from pypinyin.pinyin_dict import pinyin_dict  # noqa: PLC0415 - not installed with the portal

    read_so: dict[str, str] = {}
    for row in range(0xB0, 0xF8):
        for column in range(0xA1, 0xFF):
            letter = bytes((row, column)).decode("gb2312", errors="ignore")
            if not letter:
                continue
            for syllable in list(dict.fromkeys(_bare(one) for one in pinyin_dict.get(ord(letter), "").split(",") if one))[:_READINGS]:
                read_so[syllable] = read_so.get(syllable, "") + letter
    lines = [f"{syllable} {letters}\n" for syllable, letters in sorted(read_so.items())]
    (HERE / "sounds.txt").write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
