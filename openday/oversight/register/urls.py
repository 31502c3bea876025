"""Files of the register, under /open-data/register/."""

from datetime import date

from django.urls import path, register_converter

from openday.oversight.register import views


class Day:
    """A day as 2026-11-22; what is no day is no address."""

    regex = "[0-9]{4}-[0-9]{2}-[0-9]{2}"

    def to_python(self, value: str) -> date:
        return date.fromisoformat(value)

    def to_url(self, value: date) -> str:
        return value.isoformat()


class Number:
    """A number of the register: of sixteen digits at most, which any database can compare."""

    regex = "[1-9][0-9]{0,15}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)


register_converter(Day, "register_day")
register_converter(Number, "register_number")

app_name = "register_files"
urlpatterns = [
    path("", views.index, name="index"),
    path("entries/<register_number:number>.jsonl", views.entries, name="entries"),
    path("seals.jsonl", views.seals, name="seals"),
    path("keys.txt", views.public_keys, name="keys"),
    path("register.pyz", views.program, name="program"),
    path("proofs/<register_number:number>.json", views.proof, name="proof"),
    path("consistency/<register_day:earlier>/<register_day:later>.json", views.consistency, name="consistency"),
]
