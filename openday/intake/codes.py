"""Codes that people read out, write down and type: Crockford's base 32, without letters that look alike."""

import secrets
import unicodedata

# No I, L, O (they look like 1 and 0) and no U (it makes words nobody wants on a ticket).
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_READ_AS = str.maketrans("ILOU", "110V", " -_–—·.\t\n\r")


def human_code(letters: int = 8) -> str:
    """A random code of `letters` letters, five bits each; it tells rows apart and is no secret."""
    return "".join(secrets.choice(ALPHABET) for _ in range(letters))


def secret_code() -> str:
    """A random secret of 60 bits, as `7K3M-Q9TX-2B4D`."""
    return grouped(human_code(12))


def grouped(code: str) -> str:
    """The code in groups of four, the way people read it out."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def normalise_code(typed: str) -> str:
    """Give the code that somebody typed: upper case, without spaces and dashes, look-alikes read as meant.

    Empty when anything is left that no code contains.
    """
    # 40 is more than any code of ours: longer input is not worth the work.
    code = unicodedata.normalize("NFKC", typed[:40]).upper().translate(_READ_AS)
    return code if all(letter in ALPHABET for letter in code) else ""
