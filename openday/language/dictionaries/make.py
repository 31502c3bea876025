"""Merge OpenCC's dictionaries for Hong Kong into two: `python openday/language/dictionaries/make.py`, after an update of opencc.

The library's own configuration reads groups of dictionaries, for which it unfolds 50,000 phrases in memory: 45 MB in
every process that serves a Traditional page. Merged they take 7 MB. Of the 56,000 lines in our texts and in OpenCC's
own list of phrases, three come out differently: two rare idioms and one brand of noodles. The library's first step,
compatibility ideographs, is left out: our texts are in NFC, where they do not occur.
"""

import subprocess
import tempfile
from pathlib import Path

import opencc

HERE = Path(__file__).parent
LIBRARY = Path(opencc.__file__).parent / "clib"
# In each the later list wins.
MERGED = {
    "simplified.ocd2": ("STCharacters", "STPhrases_GeneratedFromRegionalPhrases", "STPhrases"),
    "hong-kong.ocd2": ("HKVariants", "HKVariantsPhrases"),
}


def _tool(source: Path, target: Path, *, reads: str, writes: str) -> None:
    command = [str(part) for part in (LIBRARY / "bin" / "opencc_dict", "-i", source, "-o", target, "-f", reads, "-t", writes)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        text = Path(folder) / "words.txt"
        for name, lists in MERGED.items():
            words: dict[str, str] = {}
            for each in lists:
                _tool(LIBRARY / "share" / "opencc" / f"{each}.ocd2", text, reads="ocd2", writes="text")
                for line in text.read_text(encoding="utf-8").splitlines():
                    word, tab, other = line.partition("\t")
                    if tab:
                        words[word] = other
            text.write_text("".join(f"{word}\t{words[word]}\n" for word in sorted(words, key=str.encode)), encoding="utf-8")
            _tool(text, HERE / name, reads="text", writes="ocd2")


if __name__ == "__main__":
    main()
