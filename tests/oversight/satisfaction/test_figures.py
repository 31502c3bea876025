"""What the public reads about satisfaction."""

from datetime import date, timedelta

import pytest

from openday.oversight.models import Rating
from openday.oversight.satisfaction.figures import satisfaction_figures
from openday.oversight.states import State
from tests.factories.oversight import MONDAY, a_case_in

pytestmark = pytest.mark.django_db
JUNE = {"first": date(2026, 6, 1), "last": date(2026, 6, 30)}


@pytest.fixture
def asked(office):
    """Ratings asked for on the first of June, as many as wanted."""

    def make(count: int) -> list[Rating]:
        template = a_case_in(State.ANSWERED, unit=office.food, quality=office.quality, handler=office.handler, reviewer=office.reviewer)
        first = template.ratings.get()
        made = [first]
        for number in range(1, count):
            other = a_case_in(State.RECEIVED, unit=office.food, quality=office.quality)
            values = {"standard": first.standard, "unit": first.unit, "asked_at": first.asked_at, "open_until": first.open_until}
            made.append(Rating.objects.create(case=other, round=1, secret_hash=f"hash-{number}", **values))
        return made

    return make


def give(ratings, process: int, result: int) -> None:
    Rating.objects.filter(pk__in=[rating.pk for rating in ratings]).update(
        process=process, result=result, rated_at=MONDAY + timedelta(days=2)
    )


def test_nine_of_twelve_give_a_response_rate_and_no_average(asked):
    give(asked(12)[:9], 5, 4)

    figures = satisfaction_figures(**JUNE)

    assert (figures.asked, figures.rated, figures.response_percent) == (12, 9, 75.0)
    assert not figures.process.is_shown
    assert not figures.result.is_shown


def test_the_tenth_rating_shows_both_scores(asked):
    ratings = asked(12)
    give(ratings[:9], 5, 4)
    give(ratings[9:10], 1, 1)

    figures = satisfaction_figures(**JUNE)

    assert (figures.process.average, figures.result.average, figures.result.levels) == (4.6, 3.7, (0, 9, 0, 0, 1))


def test_a_follow_up_never_changes_the_first_score(asked):
    ratings = asked(10)
    give(ratings, 1, 1)
    for rating in ratings:
        Rating.objects.create(
            case=rating.case, round=2, secret_hash=f"again-{rating.pk}", standard=rating.standard, unit=rating.unit,
            asked_at=rating.asked_at, open_until=rating.open_until, process=5, result=5, rated_at=rating.asked_at,
        )  # fmt: skip

    figures = satisfaction_figures(**JUNE)

    assert (figures.asked, figures.rated, figures.result.average) == (10, 10, 1.0)
    assert (figures.follow_ups, figures.follow_up_result.average) == (10, 5.0)


def test_a_period_counts_by_the_day_of_the_answer_and_a_unit_its_own(asked, office):
    asked(2)

    assert satisfaction_figures(first=date(2026, 5, 1), last=date(2026, 5, 31)).asked == 0
    assert satisfaction_figures(**JUNE, unit=office.food).asked == 2
    assert satisfaction_figures(**JUNE, unit=office.industrial).response_percent is None


@pytest.mark.parametrize("rows", [1, 3])
def test_the_figures_take_two_queries(asked, django_assert_num_queries, rows):
    asked(rows)

    with django_assert_num_queries(2):
        satisfaction_figures(**JUNE)
