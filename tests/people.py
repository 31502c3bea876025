"""The people of the tests: one per role, in units that stand in a small tree.

bureau ─┬─ food ─┬─ food-lab        Alice organises for food; Bob is on her team, in the laboratory below
        │        └─ …               Hana handles cases of food
        ├─ industrial               Charlie organises there: the stranger
        └─ quality-office           Quentin receives cases, Rita reviews (she sits in industrial)
"""

from functools import cache

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.test import Client

from openday.accounts import roles
from openday.accounts.models import Unit, User

PASSWORD = "correct-horse-battery"
_UNITS = {
    "bureau": (None, "bureau", "深圳检验检疫局", "Shenzhen Inspection and Quarantine Bureau"),
    "food": ("bureau", "centre", "食品检测技术中心", "Food testing centre"),
    "food-lab": ("food", "laboratory", "农药残留实验室", "Pesticide residue laboratory"),
    "industrial": ("bureau", "centre", "工业品检测技术中心", "Industrial products centre"),
    "quality-office": ("bureau", "office", "质量办", "Quality office"),
}


@cache
def _hashed(_hasher: str) -> str:
    """Hashing takes half a second on purpose: once per run and way of hashing is enough."""
    return make_password(PASSWORD)


def unit(code: str = "food") -> Unit:
    """A unit of the small tree above; any other code makes a laboratory below the bureau."""
    parent, kind, name_zh, name_en = _UNITS.get(code, ("bureau", "laboratory", code, code))
    return Unit.objects.get_or_create(
        code=code,
        defaults={"parent": unit(parent) if parent else None, "kind": kind, "name_zh": name_zh, "name_en": name_en},
    )[0]


def person(username: str, *role_codes: str, of: str | Unit | None = "food", superuser: bool = False) -> User:
    """A member of staff with these roles in the unit `of` (code or row)."""
    row = unit(of) if isinstance(of, str) else of
    user, _made = User.objects.get_or_create(
        username=username,
        defaults={
            "unit": row,
            "is_superuser": superuser,
            "email": f"{username}@example.org",
            "password": _hashed(settings.PASSWORD_HASHERS[0]),
        },
    )
    user.groups.set([Group.objects.get(name=code) for code in role_codes])
    return user


def session_key(user: User) -> str:
    """Sign somebody in; the cookie `sessionid` of their browser holds this key."""
    client = Client()
    client.force_login(user)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def alice() -> User:
    """Organises open days of the food centre."""
    return person("alice", roles.ORGANISER)


def bob() -> User:
    """On Alice's team: organises for the laboratory below her centre."""
    return person("bob", roles.ORGANISER, of="food-lab")


def charlie() -> User:
    """The stranger: organises for another centre."""
    return person("charlie", roles.ORGANISER, of="industrial")


def eve() -> User:
    """Edits and publishes pages."""
    return person("eve", roles.EDITOR, of="bureau")


def rosa() -> User:
    """At the reception of the food centre."""
    return person("rosa", roles.RECEPTION)


def quentin() -> User:
    """Receives and assigns cases in the quality office."""
    return person("quentin", roles.QUALITY_OFFICE, of="quality-office")


def hana() -> User:
    """Handles cases about the food centre."""
    return person("hana", roles.HANDLER)


def helena() -> User:
    """Leads the food centre."""
    return person("helena", roles.HEAD)


def rita() -> User:
    """Reviews answers; her own unit is the industrial centre."""
    return person("rita", roles.REVIEWER, of="industrial")


def dora() -> User:
    """The data protection officer."""
    return person("dora", roles.DATA_PROTECTION, of="bureau")


def adam() -> User:
    """Administrates units and settings; no superuser."""
    return person("adam", roles.ADMINISTRATOR, of="bureau")


def root() -> User:
    """The superuser."""
    return person("root", of="bureau", superuser=True)


EVERYBODY = {
    roles.EDITOR: eve,
    roles.ORGANISER: alice,
    roles.RECEPTION: rosa,
    roles.QUALITY_OFFICE: quentin,
    roles.HANDLER: hana,
    roles.HEAD: helena,
    roles.REVIEWER: rita,
    roles.DATA_PROTECTION: dora,
    roles.ADMINISTRATOR: adam,
}
