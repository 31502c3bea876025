"""An organiser who translated a page asks the editors to publish it; before, the editor of translations was a dead end."""

import pytest
from django.core import mail
from django.urls import reverse
from wagtail.log_actions import LogContext
from wagtail.models import TaskState, WorkflowState
from wagtail_localize.models import StringTranslation, Translation

from openday.events.models import OpenDayPage
from openday.mail.models import Message
from tests import people
from tests.factories.events import OpenDayFactory, open_day_page
from tests.factories.home import news_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def translation(client):
    """Alice began to translate the page of her open day into English."""
    honey = OpenDayFactory(unit=people.unit("food"))
    page = open_day_page(honey)
    open_day_page(OpenDayFactory(unit=people.unit("food")), language="en")  # the English list of open days
    client.force_login(people.alice())
    english = OpenDayPage.objects.get(locale__language_code="en").locale
    client.post(reverse("wagtail_localize:submit_page_translation", args=[page.pk]), {"locales": [english.pk]})
    return Translation.objects.get(target_locale=english)


def translate(translation, words="Close to honey", *, leave_out=0):
    """Write `words` for every text of the page, save for the last `leave_out`."""
    segments = list(translation.source.stringsegment_set.order_by("order"))
    for segment in segments[: len(segments) - leave_out]:
        StringTranslation.objects.update_or_create(
            translation_of_id=segment.string_id,
            locale=translation.target_locale,
            context_id=segment.context_id,
            defaults={"data": words, "last_translated_by": people.alice()},
        )


def ask(client, translation):
    return client.post(reverse("ask_to_publish", args=[translation.pk]), follow=True)


def target(translation):
    return OpenDayPage.objects.get(locale=translation.target_locale, translation_key=translation.source.object_id)


def editor_of(client, translation, *, user):
    client.force_login(user)
    return client.get(reverse("wagtailadmin_pages:edit", args=[target(translation).pk]), headers={"accept-language": "en"}).content.decode()


def test_a_translated_page_is_put_before_the_editors_who_are_written_to(client, translation):
    people.eve()
    translate(translation)

    answer = ask(client, translation)

    page = target(translation)
    assert answer.redirect_chain == [(reverse("wagtailadmin_pages:edit", args=[page.pk]), 302)]
    assert (page.live, page.get_latest_revision_as_object().title) == (False, "Close to honey")
    assert [state.status for state in WorkflowState.objects.for_instance(page)] == [WorkflowState.STATUS_IN_PROGRESS]
    assert [letter.to for letter in mail.outbox] == [["eve@example.org"]]
    client.force_login(people.eve())
    assert "Close to honey" in client.get("/admin/").content.decode()


def test_asking_while_the_mail_server_is_away_breaks_nothing(client, translation, settings, monkeypatch):
    settings.EMAIL_BACKEND = "openday.mail.backends.Outbox"
    people.eve()
    translate(translation)

    def away(*_):
        raise OSError("no route to the mail server")

    monkeypatch.setattr("socket.socket", away)
    assert ask(client, translation).status_code == 200

    letter = Message.objects.get()
    assert (letter.kind, letter.to, letter.state) == ("staff_notice", "eve@example.org", Message.State.WAITING)
    assert "Close to honey" in letter.context["title"] + letter.context["text"]


def test_an_editor_sees_who_asks_and_publishes_it(client, translation, django_capture_on_commit_callbacks):
    translate(translation)
    assert "asks you to publish" not in editor_of(client, translation, user=people.eve())
    client.force_login(people.alice())
    ask(client, translation)

    shown = editor_of(client, translation, user=people.eve())
    page = target(translation)
    task = TaskState.objects.get(workflow_state__object_id=str(page.pk))
    assert "alice asks you to publish this translation." in shown
    assert reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "reject", task.pk]) in shown
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), {"action": "publish"})

    page.refresh_from_db()
    assert (page.live, page.title, page.workflow_in_progress) == (True, "Close to honey", False)
    assert [state.status for state in WorkflowState.objects.for_instance(page)] == [WorkflowState.STATUS_APPROVED]
    task.refresh_from_db()
    assert (task.status, task.finished_by) == (TaskState.STATUS_APPROVED, people.eve())


@pytest.fixture
def asked(client, translation):
    """Alice asked; the letters until then do not count."""
    translate(translation)
    ask(client, translation)
    mail.outbox.clear()
    return target(translation)


def test_publishing_in_the_editor_of_translations_writes_to_whoever_asked(client, asked, django_capture_on_commit_callbacks):
    client.force_login(people.eve())
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("wagtailadmin_pages:edit", args=[asked.pk]), {"action": "publish"})

    [letter] = mail.outbox
    assert letter.to == ["alice@example.org"]
    assert letter.subject == "“Close to honey”（English）已发布"
    assert asked.get_latest_revision_as_object().full_url in letter.body


def test_publishing_beside_the_workflow_writes_to_whoever_asked(client, asked):
    client.force_login(people.eve())
    with LogContext(user=people.eve()):
        asked.get_latest_revision().publish()

    assert [letter.to for letter in mail.outbox] == [["alice@example.org"]]


def test_nobody_is_written_to_about_a_page_that_nobody_asked_for(translation):
    translate(translation)
    translation.save_target(user=people.eve(), publish=False)
    target(translation).get_latest_revision().publish(user=people.eve())

    assert (mail.outbox, WorkflowState.objects.count()) == ([], 0)


def sync(client, translation):
    return client.post(reverse("wagtail_localize:update_translations", args=[translation.source_id]), {"publish_translations": "on"})


def test_an_organiser_cannot_publish_by_syncing_a_translation(client, translation, django_capture_on_commit_callbacks):
    translate(translation)
    shown = client.get(reverse("wagtail_localize:update_translations", args=[translation.source_id])).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        assert sync(client, translation).status_code == 302
    assert not target(translation).live
    assert 'type="checkbox" name="publish_translations"' not in shown

    client.force_login(people.eve())
    with django_capture_on_commit_callbacks(execute=True):
        sync(client, translation)
    assert target(translation).live


def test_pages_of_another_unit_are_neither_translated_nor_synced(client, translation):
    page = translation.source.get_source_instance()
    client.force_login(people.charlie())

    assert sync(client, translation).status_code == 404
    assert client.get(reverse("wagtail_localize:submit_page_translation", args=[page.pk])).status_code == 404
    assert client.get(reverse("wagtail_localize:preview_translation", args=[translation.pk])).status_code == 404
    assert client.post(reverse("wagtail_localize:stop_translation", args=[translation.pk])).status_code == 404


def test_the_report_of_translations_shows_those_of_own_pages_only(client, translation):
    """Who translates nothing has no such report; the library shows it to everybody."""
    address = reverse("wagtail_localize:translations_report")
    title = translation.source.get_source_instance().title
    answers = {}
    for person in (people.alice(), people.eve(), people.charlie(), people.rosa(), people.quentin()):
        client.force_login(person)
        answer = client.get(address)
        answers[person.username] = title in answer.content.decode() if answer.status_code == 200 else answer.status_code

    assert answers == {"alice": True, "eve": True, "charlie": False, "rosa": 404, "quentin": 404}
    assert address not in client.get("/admin/").content.decode()


def test_an_organiser_does_not_begin_translations_of_pages_that_only_editors_write(client):
    client.force_login(people.alice())

    assert client.get(reverse("wagtail_localize:submit_page_translation", args=[news_page("one").pk])).status_code == 404


def test_an_english_page_is_never_turned_into_chinese_under_its_address(client, translation):
    client.force_login(people.eve())
    page = target(translation)

    assert client.get(reverse("wagtail_localize:convert_to_alias", args=[page.pk])).status_code == 404
    translation.enabled = False
    translation.save()
    assert "localize-convert-to-alias" not in editor_of(client, translation, user=people.eve())


def test_what_was_sent_back_shows_the_editors_words_and_can_be_sent_again(client, translation):
    translate(translation)
    ask(client, translation)
    page = target(translation)
    task = page.current_workflow_task_state
    task.task.specific.on_action(task, people.eve(), "reject", comment="Say where to park.")

    assert "The editor asks for changes: Say where to park." in editor_of(client, translation, user=people.alice())
    translate(translation, "Close to honey, with parking")
    ask(client, translation)

    assert page.current_workflow_task_state.revision.as_object().title == "Close to honey, with parking"
    assert WorkflowState.objects.for_instance(page).filter(status=WorkflowState.STATUS_IN_PROGRESS).count() == 1


def test_asking_again_puts_the_latest_wording_before_the_editors(client, translation):
    translate(translation)
    ask(client, translation)
    translate(translation, "Closer to honey")

    ask(client, translation)

    waiting = WorkflowState.objects.for_instance(target(translation)).filter(status=WorkflowState.STATUS_IN_PROGRESS)
    assert [state.current_task_state.revision.as_object().title for state in waiting] == ["Closer to honey"]


def test_a_page_that_is_half_in_chinese_is_not_sent(client, translation):
    translate(translation, leave_out=1)

    answer = ask(client, translation)

    assert [str(message) for message in answer.context["messages"]][-1] == "还有1段没有翻译。请译完并逐段保存，再提交。"
    assert WorkflowState.objects.count() == 0


def test_nobody_has_to_translate_an_address_or_sees_the_number_of_the_open_day(client, translation):
    assert {segment.context.path for segment in translation.source.stringsegment_set.all()}.isdisjoint({"slug", "open_day"})
    assert "open_day" not in {segment.context.path for segment in translation.source.overridablesegment_set.all()}
    page = target(translation)
    assert (page.slug, page.open_day_id) == (
        translation.source.get_source_instance().slug,
        translation.source.get_source_instance().open_day_id,
    )


@pytest.mark.parametrize("stranger", [people.charlie, people.rosa])
def test_a_translation_of_another_unit_does_not_exist(client, translation, stranger):
    translate(translation)
    client.force_login(stranger())

    assert client.post(reverse("ask_to_publish", args=[translation.pk])).status_code == 404
    assert client.post(reverse("ask_to_publish", args=[10**19])).status_code == 404
    assert WorkflowState.objects.count() == 0


def test_only_a_post_asks(client, translation):
    assert client.get(reverse("ask_to_publish", args=[translation.pk])).status_code == 405
