"""A developer opens a letter by a double click."""

import email
from email import policy

from openday.mail.delivery import Deliverer
from tests.mail.conftest import NOW


def test_one_readable_eml_per_letter(letter, settings, tmp_path):
    settings.LETTER_TRANSPORT = "openday.mail.backends.ReadableFiles"
    settings.EMAIL_FILE_PATH = str(tmp_path / "letters")
    letter()
    letter(context={"title": "../../etc/passwd"})

    assert Deliverer(now=lambda: NOW).deliver_due() == 2

    files = sorted((tmp_path / "letters").iterdir(), key=lambda path: "etc" in path.name)
    assert [path.suffix for path in files] == [".eml", ".eml"]
    assert "食品检测实验室开放日" in files[0].name
    source = files[0].read_text(encoding="utf-8")
    assert "Subject: 王小明: 食品检测实验室开放日" in source
    assert "人数：3" in source
    parsed = email.message_from_bytes(files[0].read_bytes(), policy=policy.default)
    assert "王小明" in parsed.get_body(("plain",)).get_content()
    assert [path.name for path in tmp_path.iterdir()] == ["letters"]
