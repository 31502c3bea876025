"""Cut the font of PDF tickets out of Debian's fonts-noto-cjk. Run by hand when characters are added."""

from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

SOURCE = "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"
SIMPLIFIED_FACE = 2
TARGET = Path(__file__).with_name("NotoSansSC-subset.otf")
# Outside GB 2312 and Big5: characters of given names and places that people really have, and 〓 for all others.
RARE = "㛃䶮𠮷喆堃昇祎珺翊玥晞赟頔翀㼆𫖯〓—–…·“”‘’→←↑↓"


def characters() -> set[int]:
    found = set(range(0x20, 0x7F)) | set(range(0xA0, 0x100)) | {ord(one) for one in RARE}
    for encoding, first, second in (
        ("gb2312", range(0xA1, 0xF8), range(0xA1, 0xFF)),
        ("big5", range(0xA4, 0xC7), [*range(0x40, 0x7F), *range(0xA1, 0xFF)]),
    ):
        for one in first:
            text = b"".join(bytes([one, other]) for other in second).decode(encoding, "ignore")
            found.update(map(ord, text))
    return found


def make() -> None:
    font = TTFont(SOURCE, fontNumber=SIMPLIFIED_FACE)
    options = subset.Options()
    options.layout_features = []
    options.hinting = False
    options.drop_tables += ["BASE", "GPOS", "GSUB", "VORG", "vhea", "vmtx"]
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=characters())
    cutter.subset(font)
    font.save(TARGET)


if __name__ == "__main__":
    make()
