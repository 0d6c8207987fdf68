"""The public face: what replication code calls first, and what it says where a call is wrong."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

import analysis
from analysis import (
    Document,
    Options,
    analyse_many,
    find_mentions,
    find_quotes,
    find_stances,
    link_actors,
    parse,
    read_document,
    read_text,
)
from analysis.errors import MittellageError, ReadingError, TableError
from analysis.export import build_manifest
from analysis.tables import as_rows

TEXT = "Der russische Außenminister Sergej Lawrow kritisierte die USA. „Wir warten“, sagte er."


def test_every_public_name_is_there() -> None:
    assert all(hasattr(analysis, name) for name in analysis.__all__)


def test_stages_take_what_earlier_stages_give() -> None:
    doc = parse(TEXT)
    mentions = find_mentions(doc)
    actors = link_actors(doc, mentions)
    quotes = find_quotes(doc, actors=actors)
    stances = find_stances(doc, mentions, quotes=quotes, actors=actors)
    assert quotes["speaker_name"].tolist() == ["Sergej Lawrow"]
    assert stances[["holder_country", "target", "sign"]].to_numpy().tolist() == [["RU", "US", -1]]
    same = find_stances(doc, as_rows("mentions", mentions), quotes=as_rows("quotes", quotes))
    assert same.equals(stances)


def test_a_table_is_a_frame_or_rows() -> None:
    with pytest.raises(TableError, match="given as int"):
        as_rows("mentions", 7)  # type: ignore[arg-type]


def test_many_texts_with_options() -> None:
    results = list(analyse_many([TEXT, "Polen schweigt."], options=Options(focus=("PL",))))
    assert [len(result.mentions) for result in results] == [3, 1]


@pytest.mark.parametrize("date", [datetime.date(2023, 2, 28), "2023-02-28", "28.2.2023"])
def test_a_day_may_be_written(date: Any) -> None:
    assert read_text("Polen schweigt.", date=date).date == datetime.date(2023, 2, 28)
    assert Document("d", "Polen schweigt.", date=date).date == datetime.date(2023, 2, 28)


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: read_text("Polen schweigt.", date="bald"), "'bald' is no day"),
        (lambda: read_text("  "), "empty"),
        (lambda: Document("d", b"Polen"), "text is b'Polen', a bytes"),  # type: ignore[arg-type]
        (lambda: Document(7, "Polen"), "doc_id is 7, a int"),  # type: ignore[arg-type]
        (lambda: read_document("Polen schweigt dazu"), "call read_text"),
        (lambda: read_document("Polen schweigt. " * 400), "call read_text"),
        (lambda: read_document("fehlt.txt"), "check the path."),
    ],
)
def test_a_wrong_call_says_what_to_do(call: Any, said: str) -> None:
    with pytest.raises(MittellageError) as error:
        call()
    assert said in str(error.value)
    assert isinstance(error.value, ReadingError)
    assert len(str(error.value)) < 400


def test_the_manifest_names_every_model() -> None:
    models = build_manifest(read_text(TEXT))["models"]
    folders = {path.rpartition("/")[0] for path in models}
    assert {"language/models", "quotes/models/a", "stance/reader/models", "stance/reader/models/0"} <= {
        folder.partition("analysis/")[2] or folder for folder in folders
    }
