"""Charts to look into, tables to read, files to take away."""

from __future__ import annotations

import io
import re
import zipfile

import pytest

from analysis.charts import CHARTS as ALL
from analysis.errors import ExportError, MittellageError
from analysis.explore import Explorer, listing
from analysis.explore.bundle import pack_all, pack_chart
from analysis.explore.figures import MAIN_TABLE, caption, chart_names, draws_again, numbers, picture
from analysis.explore.listing import LISTED
from analysis.explore.words import WORDS, say
from analysis.tables import DocumentRow, frame

LISTED_CHARTS = tuple(name for name, chart in ALL.items() if chart.kind == "axes")
CHARTS = ("mentions", "dispersion", "voice", "stance_matrix", "stance_timeline", "position")


def _names(data: bytes) -> set[str]:
    return set(zipfile.ZipFile(io.BytesIO(data)).namelist())


@pytest.mark.parametrize("name", CHARTS)
@pytest.mark.parametrize("fixture", ["explorer", "empty", "single", "pair"])
def test_every_chart_draws_whatever_there_is(request, fixture, name):
    drawn = picture(request.getfixturevalue(fixture), name)
    assert drawn.png.startswith(b"\x89PNG") or numbers(request.getfixturevalue(fixture), name).empty
    assert drawn.alt.endswith(".")
    assert drawn.caption.startswith(drawn.title)
    if fixture == "empty":
        assert drawn.marks == ()


def test_marks_stand_for_rows(explorer):
    marks = picture(explorer, "mentions").marks
    assert [(mark.label, [key.row_id for key in mark.keys]) for mark in marks] == [
        ("Usbekistan (4)", ["m2", "m3", "m4", "m7"]),
        ("Russland (2)", ["m5", "m6"]),
        ("Deutschland (1)", ["m1"]),
    ]


def test_boxes_lie_inside_the_picture(explorer):
    for name in CHARTS:
        for mark in picture(explorer, name).marks:
            if mark.box is not None:
                left, top, width, height = mark.box
                assert -1 <= left <= 101
                assert -1 <= top <= 101
                assert width > 0
                assert height > 0


def test_charts_follow_filters_and_language(explorer):
    before = picture(explorer, "mentions")
    explorer.choose(countries=["RU"], lang="en")
    after = picture(explorer, "mentions")
    assert after.png != before.png
    assert [mark.label for mark in after.marks] == ["Russia (2)"]
    assert numbers(explorer, "mentions")["country"].tolist() == ["RU"]


def test_the_same_choice_gives_the_same_picture(explorer):
    assert picture(explorer, "voice").png == picture(explorer, "voice").png


def test_a_caption_names_filters_source_and_version(explorer):
    explorer.choose(countries=["RU"], voices=["narrator"], types=["capital"], segments=["lead"])
    text = caption(explorer, "mentions")
    assert "Filter: Land: Russland; Stimme: Artikel; Art: Hauptstadt; Textteil: Vorspann" in text
    assert "Quelle: Berlin lobt Taschkent, Abendblatt, 2. Mai 2024" in text
    assert re.search(r"mittellage \d+\.\d+", text)


@pytest.mark.parametrize("name", sorted(set(LISTED_CHARTS) - set(MAIN_TABLE)))
def test_filters_do_not_reach_a_chart_of_indicators_and_it_says_so(explorer, name):
    before, shown = explorer.choice, numbers(explorer, name)
    assert "ganzen Text" not in caption(explorer, name)
    explorer.choose(countries=["RU"], segments=["title"])
    assert "ganzen Text" in caption(explorer, name)
    assert numbers(explorer, name).equals(shown)
    assert not draws_again(before, explorer.choice, name)
    explorer.choose(lang="en")
    assert draws_again(before, explorer.choice, name)


def test_what_filters_hide_is_not_blamed_on_the_text(explorer):
    explorer.choose(voices=["Weber"], segments=["title"])
    drawn = picture(explorer, "mentions")
    assert drawn.png == b""
    assert "Löschen Sie einen Filter" in drawn.alt


def test_a_pasted_text_without_a_title_is_called_so():
    text = "Es regnet."
    row = DocumentRow("55f6690b", None, None, None, None, "de", False, len(text), 3, 1, "55f6690b7acd")
    explorer = Explorer({"documents": frame("documents", [row])}, {"55f6690b": text})
    assert "Quelle: Text ohne Titel;" in caption(explorer, "mentions")


def test_many_documents_are_counted_in_the_caption_unless_the_chart_shows_one(pair):
    assert "Quelle: 2 Texte" in caption(pair, "mentions")
    assert "Quelle: Berlin lobt Taschkent" in caption(pair, "dispersion")


def test_open_evidence_does_not_redraw(explorer):
    before = explorer.choice
    explorer.choose(evidence=[("d", "m1")], layers=["quotes"])
    assert not draws_again(before, explorer.choice)
    explorer.choose(segments=["title"])
    assert draws_again(before, explorer.choice)


def test_an_unknown_chart_names_the_known_ones(explorer):
    with pytest.raises(MittellageError, match="Charts are: mentions"):
        picture(explorer, "pie")
    with pytest.raises(ExportError, match="Charts are: mentions"):
        pack_chart(explorer, "pie")
    assert set(CHARTS) <= set(chart_names(explorer))


def test_a_packed_chart_holds_figure_data_caption_and_citation(explorer):
    explorer.choose(evidence=[("d", "t3")])
    name, data = pack_chart(explorer, "mentions")
    assert name == "mittellage-d-mentions.zip"
    assert _names(data) == {
        "mentions.png", "mentions.svg", "mentions.pdf", "mentions.csv", "mentions.txt", "citation.txt", "evidence.csv",
    }  # fmt: skip
    archive = zipfile.ZipFile(io.BytesIO(data))
    assert archive.read("mentions.csv").decode().splitlines()[1].startswith('"UZ",')
    assert caption(explorer, "mentions") in archive.read("mentions.txt").decode()
    assert "drohte" in archive.read("evidence.csv").decode()
    assert pack_chart(explorer, "mentions")[1] == data


@pytest.mark.usefixtures("few_charts")
def test_everything_packed_holds_every_table_and_chart(explorer):
    _, data = pack_all(explorer)
    assert {"tables/quotes.csv", "tables/framing.csv", "charts/voice.pdf", "charts/mentions.csv"} <= _names(data)


@pytest.mark.usefixtures("few_charts")
def test_no_cell_runs_as_a_formula(explorer):
    explorer.whole["mentions"].loc[0, "text"] = "=HYPERLINK(1)"
    archive = zipfile.ZipFile(io.BytesIO(pack_all(explorer)[1]))
    assert '"\'=HYPERLINK(1)"' in archive.read("tables/mentions.csv").decode()


@pytest.mark.parametrize("name", LISTED)
@pytest.mark.parametrize("fixture", ["explorer", "empty", "single", "pair", "large"])
def test_every_listing_keeps_every_row(request, fixture, name):
    explorer = request.getfixturevalue(fixture)
    assert len(listing(explorer, name)) == len(explorer.table(name))


def test_a_listing_speaks_in_words(explorer):
    row = listing(explorer, "stances").iloc[2].to_dict()
    assert row == {
        "Wer": "Russland", "Wen": "Usbekistan", "Richtung": "−", "Art": "Handlung", "Abgeschwächt": "ja",
        "Beleg": "drohte", "Stimme": "Artikel", "Stärke": -0.8,
    }  # fmt: skip
    explorer.choose(lang="en")
    assert listing(explorer, "quotes").iloc[0]["Who"] == "Weber"


def test_an_unknown_listing_names_the_known_ones(explorer):
    with pytest.raises(MittellageError, match="Tables to read are: quotes"):
        listing(explorer, "tokens")


@pytest.mark.parametrize("key", sorted(WORDS.pairs))
def test_every_label_has_two_languages_with_the_same_placeholders(key):
    german, english = WORDS.pairs[key]
    assert german
    assert english
    assert set(re.findall(r"\{\w+\}", german)) == set(re.findall(r"\{\w+\}", english))


def test_values_without_a_label_stand_for_themselves():
    assert say("type.brand_new", "de") == "brand new"
    with pytest.raises(MittellageError, match=r"words\.tsv"):
        say("nonsense", "de")
    with pytest.raises(MittellageError, match="Languages: de, en"):
        say("undo", "fr")
