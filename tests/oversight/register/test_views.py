"""What everybody reads of the register, what only the holder of a receipt does, and that a stranger's program finds it whole."""

import json
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from openday.oversight.models import CaseEvent, CaseSalt, RegisterCheck, RegisterEntry, RegisterSeal
from openday.oversight.register import actions, checking, proofs, sealed_days, views
from openday.oversight.register.verifying import verify
from tests import people
from tests.factories.oversight import CANARY, MONDAY, a_receipt
from tests.oversight.register.conftest import enter_and_seal

pytestmark = pytest.mark.django_db
FILES = ["", "entries/1.jsonl", "seals.jsonl", "keys.txt", "register.pyz", "proofs/3.json", "consistency/2026-06-01/2026-06-03.json"]


def address(name: str, **given) -> str:
    with translation.override("en"):
        return reverse(f"oversight:{name}", kwargs=given or None)


def opened(client, receipt):
    client.post(address("case"), {"number": receipt.case.number, "code": receipt.secret})
    return client.get(address("case"))


def mirror(client, folder) -> str:
    """Download what the list of files names, as a stranger's computer does."""
    files = client.get("/open-data/register/").json()["files"]
    for path in [*files["entries"], files["seals"], files["keys"]]:
        target = folder / urlsplit(path).path.removeprefix("/open-data/register/")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(client.get(path).content)
    return str(folder)


@pytest.mark.parametrize("path", FILES)
def test_every_file_is_public_may_be_kept_and_sets_no_cookie(client, registered, path):
    response = client.get(f"/open-data/register/{path}")

    assert response.status_code == 200
    assert "public" in response["Cache-Control"]
    assert response["Access-Control-Allow-Origin"] == "*"
    assert not response.cookies
    assert client.post(f"/open-data/register/{path}").status_code == 405


@pytest.mark.parametrize(
    "path",
    [
        *("entries/2.jsonl", "entries/0.jsonl", "entries/9999999999999999.jsonl", "entries/x.jsonl", "proofs/7.json", "proofs/0.json"),
        *("consistency/2026-06-03/2026-06-01.json", "consistency/2026-06-01/2026-06-09.json", "consistency/2026-02-30/2026-06-01.json"),
        *("consistency/0000-00-00/9999-99-99.json", "proofs/99999999999999999999.json"),
    ],
)
def test_what_does_not_exist_is_404(client, registered, path):
    assert client.get(f"/open-data/register/{path}").status_code == 404


def test_an_empty_register_has_a_page_and_files(client):
    assert client.get(address("register")).status_code == 200
    assert client.get("/open-data/register/").json()["entries"] == 0
    assert client.get("/open-data/register/entries/1.jsonl").status_code == 404
    assert client.get("/open-data/register/proofs/1.json").status_code == 404


def test_the_published_files_pass_the_strangers_program(client, registered, tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(views, "PAGE", 4)
    monkeypatch.setattr(checking, "PAGE", 4)

    assert checking.main([mirror(client, tmp_path)]) == 0
    assert "6 entries, 3 seals" in capsys.readouterr().out
    assert len((tmp_path / "entries" / "1.jsonl").read_bytes().splitlines()) == 4


def test_full_pages_may_be_kept_for_ever_and_the_last_one_for_minutes(client, registered, monkeypatch):
    monkeypatch.setattr(views, "PAGE", 4)

    ages = [client.get(f"/open-data/register/entries/{page}.jsonl")["Cache-Control"] for page in (1, 2)]

    assert ["31536000" in ages[0], "max-age=300" in ages[1]] == [True, True]


def test_nothing_is_published_before_it_is_sealed(client, registered):
    """And nothing that anybody wrote, ever."""
    a_receipt(now=MONDAY + timedelta(days=3))
    actions.enter(now=MONDAY + timedelta(days=3))
    assert RegisterEntry.objects.count() == 7

    published = client.get("/open-data/register/entries/1.jsonl").content.decode()
    assert len(published.splitlines()) == 6
    salts = CaseSalt.objects.values_list("salt", flat=True)
    assert not any(word in published for word in [*(case.number for case in registered), *salts, CANARY, "李平", "再测一次"])


def test_a_proof_of_consistency_holds_between_any_two_days(client, registered, tmp_path, capsys):
    days = [day.isoformat() for day in RegisterSeal.objects.values_list("day", flat=True)]
    for number, earlier in enumerate(days):
        for later in days[number:]:
            file = tmp_path / "proof.json"
            file.write_bytes(client.get(f"/open-data/register/consistency/{earlier}/{later}.json").content)
            assert checking.main([str(file)]) == 0
    content = json.loads(file.read_text()) | {"earlier": RegisterSeal.objects.get(day=days[1]).note, "path": ["00" * 32]}
    file.write_text(json.dumps(content))
    assert checking.main([str(file)]) == 1
    assert "The later seal does not begin" in capsys.readouterr().out


def test_proofs_hold_in_a_register_of_many_tiles(client, office):
    receipt = a_receipt()
    CaseEvent.objects.bulk_create([CaseEvent(case=receipt.case, deed="escalate", to_state="received", at=MONDAY) for _ in range(699)])
    enter_and_seal(day=0)
    CaseEvent.objects.bulk_create([CaseEvent(case=receipt.case, deed="escalate", to_state="received", at=MONDAY) for _ in range(70)])
    enter_and_seal(day=1)

    for number in (1, 256, 257, 512, 700, 770):
        assert checking.verify_proof(client.get(f"/open-data/register/proofs/{number}.json").json())
    assert checking.verify_proof(client.get("/open-data/register/consistency/2026-06-01/2026-06-02.json").json())


def test_a_proof_costs_as_many_queries_in_a_large_register(django_assert_max_num_queries, registered):
    seal = proofs.newest_seal()

    with django_assert_max_num_queries(3):
        proofs.inclusion([5], seal)


@pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "en"])
def test_the_page_shows_the_newest_seals_and_how_to_check(client, registered, language):
    verify(now=MONDAY + timedelta(days=3))

    page = client.get(f"/{language}/oversight/register/")
    text = page.content.decode()

    assert page["Cache-Control"].startswith("public") or "public" in page["Cache-Control"]
    assert all(seal.root in text for seal in RegisterSeal.objects.all())
    assert "http://testserver/open-data/register/" in text


def test_the_page_says_that_our_own_check_found_something(client, registered):
    RegisterCheck.objects.create(at=MONDAY, size=6, flaws=[["edited", 3, 0, ""]], milliseconds=1)

    assert "found something wrong" in client.get(address("register")).content.decode()


def test_a_page_of_the_register_costs_the_same_whatever_it_holds(client, registered, django_assert_num_queries):
    client.get(address("register"))
    with django_assert_num_queries(6):
        client.get(address("register"))
    enter_and_seal(day=5)

    with django_assert_num_queries(6):
        client.get(address("register"))


def test_the_holder_of_the_receipt_reads_the_number_and_takes_a_proof_along(client, office, tmp_path, capsys):
    receipt = a_receipt()
    assert "within a few minutes" in opened(client, receipt).content.decode()
    assert client.get(address("case_proof")).status_code == 303

    actions.enter(now=MONDAY + timedelta(hours=1))
    page = client.get(address("case")).content.decode()
    assert "number 1 in the public register" in page
    assert "From tomorrow on" in page
    assert client.get(address("case_proof")).status_code == 303

    actions.seal(now=MONDAY + timedelta(hours=2))
    salt = CaseSalt.objects.get().salt
    assert salt in client.get(address("case")).content.decode()
    response = client.get(address("case_proof"))
    assert (response["Cache-Control"], response["Content-Disposition"]) == (
        "max-age=0, no-cache, no-store, must-revalidate, private",
        f'attachment; filename="{receipt.case.number}-register.json"',
    )
    file = tmp_path / "my-proof.json"
    file.write_bytes(response.content)
    assert checking.main([mirror(client, tmp_path / "data"), str(file)]) == 0
    assert "The proof holds." in capsys.readouterr().out


def test_nobody_else_gets_the_proof_or_the_salt(client, registered):
    other = a_receipt()
    salts = set(CaseSalt.objects.values_list("salt", flat=True))

    assert client.get(address("case_proof")).status_code == 303
    page = opened(client, other).content.decode()
    assert not any(salt in page for salt in salts)
    assert client.get(address("case_proof")).status_code == 303


def test_a_register_with_a_hole_shows_its_pages_and_proves_nothing(client, registered):
    """As after somebody deleted a row by hand: 404 and plain words, never an error of ours."""
    seal = RegisterSeal.objects.create(day=MONDAY.date() + timedelta(days=9), size=9, note="x", at=MONDAY)

    assert client.get(address("register")).status_code == 200
    assert client.get("/open-data/register/proofs/3.json").status_code == 404
    assert client.get("/open-data/register/consistency/2026-06-01/2026-06-10.json").status_code == 404
    assert client.get("/open-data/register/entries/1.jsonl").status_code == 200
    assert proofs.of_case(registered[0]) is None
    assert seal.root == ""


def front_page(client) -> list[str]:
    return [type(panel).__name__ for panel in client.get("/admin/").context["panels"]]


def seal_last_week(*, but: int = 0) -> None:
    """As the timer does; `but` so many days before today it stood still."""
    for back in range(sealed_days.DAYS_BACK, 0, -1):
        if back != but:
            actions.seal(now=timezone.now() - timedelta(days=back))


def test_a_day_without_a_seal_is_shown_to_the_quality_office_and_to_nobody_else(client, registered):
    seal_last_week(but=2)
    missed = timezone.localdate() - timedelta(days=2)
    client.force_login(people.quentin())

    front, page = client.get("/admin/").content.decode(), client.get("/admin/oversight/register/").content.decode()

    assert [f"{missed:%Y-%m-%d}" in text for text in (front, page)] == [True, True]
    client.force_login(people.hana())
    assert "RegisterPanel" not in front_page(client)


def test_the_quality_office_sees_the_state_and_what_is_wrong(client, registered):
    seal_last_week()
    client.force_login(people.quentin())
    verify(now=MONDAY)
    assert "RegisterPanel" not in front_page(client)
    page = client.get("/admin/oversight/register/")
    assert (page.status_code, page.context["end"].seq, page.context["waiting"], page.context["flaws"]) == (200, 6, 0, [])
    a_receipt(now=MONDAY)
    RegisterCheck.objects.create(at=MONDAY, size=6, flaws=[["edited", 3, 0, ""], ["missing", 4, 5, ""]], milliseconds=1)
    front = client.get("/admin/").content.decode()
    assert "第3号" in front or "Number 3" in front

    page = client.get("/admin/oversight/register/")

    assert "RegisterPanel" in front_page(client)
    assert page.context["waiting"] == 1
    assert [flaw.partition("：")[0] if "：" in flaw else flaw.partition(":")[0] for flaw in page.context["flaws"]] in (
        ["第3号", "第4号至第5号"],
        ["Number 3", "Numbers 4 to 5"],
    )
