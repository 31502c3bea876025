"""Published cases, and forms as a browser sends them."""

from datetime import datetime, timedelta
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from openday.oversight import actions
from openday.oversight.models import Case
from openday.oversight.states import State
from openday.oversight.vocabulary import Outcome
from tests.factories.oversight import MONDAY, a_case

SUMMARY_ZH, SUMMARY_EN = "一位市民反映指示牌不清。", "Someone told us that signs are missing."
ANSWER_ZH, ANSWER_EN = "已加装指示牌。", "Signs were put up."


def a_published_case(office, *, now: datetime = MONDAY, summary_zh: str = SUMMARY_ZH, answer_zh: str = ANSWER_ZH, **given) -> Case:
    """A case that went the whole way to the public list, an hour for each deed."""
    case = a_case(now=now, consents_to_publication=True, **given)
    at = [now + timedelta(hours=hour) for hour in range(1, 7)]
    actions.accept(case=case, by=office.quality, now=at[0])
    actions.assign(case=case, unit=office.food, by=office.quality, now=at[1])
    actions.submit_for_review(case=case, text="The full answer.", outcome=Outcome.UPHELD, by=office.handler, now=at[2])
    actions.approve(case=case, by=office.reviewer, now=at[3])
    assert case.state == State.ANSWERED
    actions.publish(
        case=case,
        summary_zh=summary_zh,
        summary_en=SUMMARY_EN,
        public_answer_zh=answer_zh,
        public_answer_en=ANSWER_EN,
        by=office.quality,
        now=at[4],
    )
    return case


def a_form(**changed) -> dict[str, object]:
    """A complete message without a name; None takes a field out."""
    sent = {
        "category": "enquiry",
        "text": "周六开放吗？",
        "identity": "unnamed",
        "request_key": "k" * 43,
        "captcha": "test",
    }
    return {name: value for name, value in {**sent, **changed}.items() if value is not None}


def a_picture(name: str = "photo.jpg") -> SimpleUploadedFile:
    content = BytesIO()
    Image.new("RGB", (40, 30), "green").save(content, "JPEG")
    return SimpleUploadedFile(name, content.getvalue(), "image/jpeg")


def a_broken_picture(name: str = "broken.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, b"this is no picture", "image/jpeg")
