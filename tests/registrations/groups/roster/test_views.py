"""The leader hands in the list of who comes; staff do it for the leader, and look at it with a reason."""

import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.utils import timezone
from openpyxl import load_workbook

from openday.accounts.models import AuditEntry
from openday.mail.models import Message
from openday.registrations import actions as registration_actions
from openday.registrations import own_data
from openday.registrations.groups import actions
from openday.registrations.groups.roster.models import GroupRoster
from openday.registrations.retention import sweep
from openday.registrations.rules import Party
from tests import people
from tests.factories.groups import group_asks, session_for_groups, taken_by_groups
from tests.factories.registrations import OpenDayFactory, soon
from tests.registrations.groups.roster.test_files import workbook

pytestmark = pytest.mark.django_db

GOOD = "王老师,成人,带队\n赵老师,成人,带队\n" + "小朋友的名字,8\n" * 18


@pytest.fixture
def session():
    return session_for_groups(open_day=OpenDayFactory(unit=people.unit()), starts_at=soon(days=12))


@pytest.fixture
def visit(session):
    asked = group_asks(session, party=Party(adults=2, children_6_13=20), supervisors=2)
    actions.place(visit=asked, session=session, by=people.alice(), now=timezone.now())
    asked.refresh_from_db()
    return asked


@pytest.fixture
def address(client, visit):
    return client.get(f"/zh-hans/visits/groups/r/{visit.token}/").headers["Location"] + "list/"


@pytest.fixture
def desk(client):
    client.force_login(people.alice())
    return client


def hand_in(client, address, text=GOOD):
    return client.post(address, {"text": hidden_text(client.post(address, {"text": text})), "sure": "yes"})


def hidden_text(review) -> str:
    return review.context["carried"]


def test_a_list_is_shown_before_it_is_kept_and_keeps_no_name_of_a_minor(client, visit, address):
    review = client.post(address, {"text": GOOD})
    assert (review.status_code, GroupRoster.objects.count()) == (200, 0)
    assert "小朋友的名字" not in hidden_text(review)
    assert "18" in review.content.decode()

    answer = client.post(address, {"text": hidden_text(review), "sure": "yes"})

    assert (answer.status_code, answer.headers["Location"]) == (303, f"{address}?said=kept")
    kept = GroupRoster.objects.get()
    assert (kept.party, kept.supervisors, kept.handed_in_by) == (Party(adults=2, children_6_13=18), 2, None)
    assert "小朋友的名字" not in str(kept.people)
    with connection.cursor() as cursor:
        cursor.execute("SELECT people FROM registrations_grouproster")
        assert "王老师" not in str(cursor.fetchone())
    letter = Message.objects.get(kind="group_list")
    assert "18" in letter.context["listed"]
    assert "王老师" not in str(letter.context)


def test_every_slip_stands_with_its_line_and_what_was_pasted_stays(client, address):
    answer = client.post(address, {"text": "王老师,成人,带队\n李小明\n11010519491231002X,8"})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert [slip[0] for slip in answer.context["slips"]] == [2, 3]
    assert "缺少年龄" in page
    assert "王老师,成人,带队\n李小明\n" in page
    assert GroupRoster.objects.count() == 0


def test_the_lines_of_a_file_can_be_mended_on_the_page(client, address):
    file = SimpleUploadedFile("班级.xlsx", workbook(["姓名", "年龄"], ["王老师", "成人"], ["李小明", ""]).getvalue())

    answer = client.post(address, {"text": "", "file": file})

    assert answer.status_code == 422
    assert [slip[0] for slip in answer.context["slips"]] == [3]
    assert "李小明" in answer.content.decode()


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"text": "\x00\ud800"},
        {"text": "8," * 20_001},
        {"text": "王老师,成人\n" + "8\n" * 18},
        {"text": "王老师,带队\n赵老师,带队\n" + "8\n" * 21},
        {"text": GOOD + "李梅,陪护", "sure": "yes"},
        {"file": SimpleUploadedFile("x.xlsx", b"PK no zip")},
        {"file": SimpleUploadedFile("x.xlsx", b"")},
        {"file": "no file at all", "sure": "yes"},
    ],
)
def test_what_does_not_do_is_explained_and_nothing_is_kept(client, address, sent):
    sent = {name: value.encode("utf-8", "replace").decode() if isinstance(value, str) else value for name, value in sent.items()}

    answer = client.post(address, sent)

    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    assert GroupRoster.objects.count() == 0


def test_a_second_list_replaces_the_first_and_erasing_asks_once_more(client, visit, address):
    hand_in(client, address)
    hand_in(client, address, "王老师,带队\n" + "8\n" * 10)
    assert GroupRoster.objects.get().party == Party(adults=1, children_6_13=10)

    assert client.get(f"{address}erase/").status_code == 200
    assert GroupRoster.objects.count() == 1
    assert client.post(f"{address}erase/").status_code == 303

    assert GroupRoster.objects.count() == 0
    assert Message.objects.filter(kind="group_list").count() == 2


def test_places_that_the_list_leaves_empty_are_given_back_when_the_leader_says_so(client, session, visit, address):
    hand_in(client, address)
    page = client.get(address)
    assert (page.context["surplus"], taken_by_groups(session)) == (2, 22)

    assert client.post(f"{address}fit/").status_code == 303

    assert taken_by_groups(session) == 20
    visit.registration.refresh_from_db()
    assert visit.registration.party == Party(adults=2, children_6_13=18)
    assert client.get(address).context["fits"]


def test_without_places_or_the_link_there_is_no_list(client, session, visit, address):
    assert type(client)().get(address).status_code == 403
    registration_actions.cancel(registration=visit.registration, now=timezone.now())

    assert (client.get(address).status_code, client.post(address, {"text": GOOD, "sure": "yes"}).status_code) == (409, 409)
    assert client.post(f"{address}fit/").status_code == 409


def test_the_template_is_the_same_for_everybody(client):
    answer = client.get("/zh-hans/visits/groups/list.xlsx")

    assert load_workbook(io.BytesIO(answer.content)).worksheets[0]["B1"].value == "年龄（或年龄段）"
    assert "public" in answer.headers["Cache-Control"]
    assert not answer.cookies


def test_the_list_stands_in_what_we_keep_about_the_leader_and_goes_with_it(client, visit, address):
    hand_in(client, address)
    told = own_data.as_json(visit.registration)["group"]
    assert told["organisation"] == "红岭小学"
    assert told["list"]["people"][0] == {"band": "adults", "supervisor": True, "name": "王老师"}
    assert any("王老师" in line.value for section in own_data.in_words(visit.registration) for line in section.lines)

    registration_actions.erase(registration=visit.registration, now=timezone.now())

    assert GroupRoster.objects.count() == 0


def test_a_list_is_erased_a_week_after_the_visit_and_the_night_after_a_cancelled_one(client, session, visit, address):
    hand_in(client, address)
    assert sweep(session.ends_at + timedelta(days=7), False)["lists of groups erased"] == 0
    assert sweep(session.ends_at + timedelta(days=8), True)["lists of groups erased"] == 1
    registration_actions.cancel(registration=visit.registration, now=timezone.now())

    assert sweep(timezone.now(), False)["lists of groups erased"] == 1

    assert GroupRoster.objects.count() == 0


def test_staff_hand_in_for_the_leader_who_is_written_to_and_it_is_noted(desk, visit):
    address = f"/admin/group-visits/{visit.pk}/roster/"
    assert desk.post(address, {"text": "李小明"}).status_code == 422
    review = desk.post(address, {"text": GOOD})

    assert desk.post(address, {"text": hidden_text(review), "sure": "yes"}).status_code == 302

    kept = GroupRoster.objects.get()
    assert kept.handed_in_by == people.alice()
    assert Message.objects.filter(kind="group_list").count() == 1
    assert AuditEntry.objects.filter(deed="registrations.group_list").count() == 1
    assert desk.post(f"{address}fit/").status_code == 302
    visit.registration.refresh_from_db()
    assert visit.registration.places == 20


@pytest.mark.parametrize("wanted", ["page", "csv", "xlsx"])
def test_names_are_masked_until_somebody_says_why_and_each_look_is_noted(desk, visit, wanted):
    address = f"/admin/group-visits/{visit.pk}/roster/"
    desk.post(address, {"text": GOOD.replace("赵老师", "=1+1"), "sure": "yes"})
    masked = desk.get(address).content.decode()
    assert ("王老师" in masked, "王**" in masked) == (False, True)
    assert desk.post(f"{address}open/", {"as": wanted}).status_code == 422

    answer = desk.post(f"{address}open/", {"as": wanted, "reason": "制作胸牌"})

    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if wanted == "xlsx":
        cells = [cell for row in load_workbook(io.BytesIO(body)).worksheets[0].iter_rows() for cell in row]
        assert "王老师" in [cell.value for cell in cells]
        assert [cell.data_type for cell in cells if cell.value == "=1+1"] == ["s"]
    else:
        assert "王老师" in body.decode()
        assert body.startswith(b"\xef\xbb\xbf") == (wanted == "csv")
    entry = AuditEntry.objects.get(deed="registrations.group_list_opened")
    assert (entry.reason, entry.facts["format"]) == ("制作胸牌", wanted)


def test_other_units_have_no_list_and_who_only_reads_opens_and_changes_nothing(client, visit, session):
    address = f"/admin/group-visits/{visit.pk}/roster/"
    client.force_login(people.charlie())
    assert (client.get(address).status_code, client.post(f"{address}open/", {"as": "csv", "reason": "好奇一下"}).status_code) == (404, 404)

    client.force_login(people.dora())
    assert client.get(address).status_code == 200
    assert client.post(address, {"text": GOOD, "sure": "yes"}).status_code == 404
    assert client.post(f"{address}open/", {"as": "csv", "reason": "好奇一下"}).status_code == 302
    assert (GroupRoster.objects.count(), AuditEntry.objects.filter(deed__startswith="registrations.group_list").count()) == (0, 0)
