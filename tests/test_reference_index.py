"""Wagtail's index of references is for what editors link to, not for what visitors write by the thousand."""

import pytest
from django.apps import apps
from wagtail.models import ReferenceIndex

WRITTEN_BY_VISITORS = {
    "registrations.Registration",
    "registrations.Consent",
    "oversight.Case",
    "oversight.CaseEvent",
    "oversight.CaseMessage",
    "oversight.Evidence",
    "accounts.AuditEntry",
    "mail.Message",
}


@pytest.mark.parametrize("label", sorted(WRITTEN_BY_VISITORS))
def test_row_written_for_a_visitor_costs_no_reference_index(label):
    assert not ReferenceIndex.model_is_indexable(apps.get_model(label))


def test_page_that_editors_write_is_still_indexed():
    assert ReferenceIndex.model_is_indexable(apps.get_model("home.NewsPage"))
