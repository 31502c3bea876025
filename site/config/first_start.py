"""Write the `.env` of a first start: random keys and local addresses, nothing to type.

Run by `make run` before Django is set up; never overwrites a file that is there.
"""

import base64
import secrets
import sys
from pathlib import Path

_TEXT = """\
# Written once by the first start. README says what to set in production.
SECRET_KEY={secret}
FIELD_KEYS={field}
BASE_URL=http://127.0.0.1:8000
ALLOWED_HOSTS=127.0.0.1,localhost,[::1]
"""


def write(path: Path) -> bool:
    """Write `path` unless it exists; True when it was written."""
    try:
        with path.open("x", encoding="utf-8") as file:
            path.chmod(0o600)
            file.write(_TEXT.format(secret=secrets.token_urlsafe(48), field=base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()))
    except FileExistsError:
        return False
    return True


if __name__ == "__main__":
    write(Path(sys.argv[1]))
