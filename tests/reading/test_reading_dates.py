"""Days of publication, as sources write them."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.reading import parse_date

DAY = date(2023, 2, 28)


@pytest.mark.parametrize(
    "text",
    [
        "2023-02-28", "2023-02-28T10:15:00+01:00", "2023/02/28", "20230228", "28.02.2023", "28.2.2023", "28. 2. 2023",
        "28.02.23", "28.2.'23", "28/02/2023", "28-02-2023", "02/28/2023", "28. Februar 2023", "28.Februar 2023",
        "28 Februar 2023", "28. Feb. 2023", "28. Febr. 2023", "28. FEBRUAR 2023", "28. Feber 2023", "28. Februar '23",
        "Dienstag, 28. Februar 2023", "Di., 28.02.2023, 14:30 Uhr", "28. Februar 2023 Dienstag Gesamtausgabe",
        "28 February 2023", "February 28, 2023 Tuesday", "Feb 28, 2023", "February 28th, 2023",
        "Stand: 28.02.2023 09:12",
        "Nordsee-Kurier vom 28.02.2023, Nr. 50, S. 4", "Nr. 50/2023 vom 28. Februar 2023", "2023-02-28 00:00:00",
    ],
)  # fmt: skip
def test_forms_of_a_day(text: str) -> None:
    assert parse_date(text) == DAY


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("1. Jänner 2024", date(2024, 1, 1)),
        ("3. März 1989", date(1989, 3, 3)),
        ("5. Mrz 2020", date(2020, 3, 5)),
        ("1. Mai 2020", date(2020, 5, 1)),
        ("31. Dez. 99", date(1999, 12, 31)),
        ("Juli 4, 1999", date(1999, 7, 4)),
        ("07.06.2021", date(2021, 6, 7)),
        ("erst 30.02.2023, dann 1.3.2023", date(2023, 3, 1)),
    ],
)
def test_other_days(text: str, day: date) -> None:
    assert parse_date(text) == day


@pytest.mark.parametrize(
    "text",
    ["", "gestern", "31. Februar 2023", "13.13.2023", "2023", "Februar 2023", "28. Februar", "28. Foo 2023", "0.0.2023",
     "Telefon 030/123456", "7.644 Kilometer", "3:2", None, 20230228, datetime.max.time()],
)  # fmt: skip
def test_what_names_no_day(text: object) -> None:
    assert parse_date(text) is None


def test_dates_are_taken_as_they_are() -> None:
    assert parse_date(DAY) == parse_date(datetime(2023, 2, 28, 23, 59)) == DAY


@settings(deadline=None)
@given(st.dates(date(1970, 1, 1), date(2069, 12, 31)))
def test_every_day_is_read_in_every_form(day: date) -> None:
    months = ["Januar", "Februar", "März", "April", "Mai", "Juni"]
    months += ["Juli", "August", "September", "Oktober", "November", "Dezember"]
    forms = (day.isoformat(), f"{day:%d.%m.%Y}", f"{day:%d.%m.%y}", f"{day.day}. {months[day.month - 1]} {day.year}")
    assert {parse_date(form) for form in forms} == {day}


@settings(deadline=None)
@given(st.text())
def test_no_text_breaks_it(text: str) -> None:
    assert parse_date(text) is None or parse_date(text) == parse_date(text)
