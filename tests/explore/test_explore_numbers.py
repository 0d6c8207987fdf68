"""One definition of each number: every view of three texts says the same."""

from __future__ import annotations

import io
import re
from pathlib import Path

import ipywidgets as ipw
import openpyxl
import pytest

from analysis import analyse, read_document
from analysis.charts import CHARTS
from analysis.explore import Explorer, listing, numbers
from analysis.explore.documents import document_of
from analysis.explore.evidence import keys_behind
from analysis.explore.explain import explain
from analysis.explore.overview import basis, sentences
from analysis.explore.texts import texts_table
from analysis.explore.widgets.controls import view_filters
from analysis.explore.words import say_count
from analysis.export import workbook_bytes
from analysis.export.report import report_bytes

ARTICLE = Path(__file__).resolve().parent.parent.parent / "data" / "blinken_astana_2023.txt"
LANGUAGES = """Astana rückt von Moskau ab

Von Petra Sommer

ASTANA: Die russischsprachigen Bürger Kasachstans verfolgen die Reden auf Russisch. „Kasachstan ist ein souveräner
Staat und bleibt ein verlässlicher Partner Chinas“, sagte Präsident Tokajew am Montag in Astana.

Russland lobte die eigene Armee und drohte Kasachstan mit Sanktionen. Der Kreml sprach von „unfreundlichen Schritten“
Kasachstans. Moskau verurteilte die Sanktionen des Westens gegen Russland.

Tokajew sagte, China habe ihm versichert, man werde „die Integrität Kasachstans achten“. Usbekistan forderte eine
Lösung. Die USA begrüßten die Haltung Kasachstans.
"""
PLAIN = """Peking wirbt um Taschkent

China lobt Usbekistan als Partner. Usbekistan dankt China. Russland kritisiert Usbekistan scharf. Die USA warnten
Usbekistan vor China, und Washington unterstützt Kirgisistan.

Turkmenistan schweigt. „Wir vertrauen Peking“, sagte der usbekische Außenminister.
"""


def _result(which: str):
    if which == "article":
        return analyse(read_document(ARTICLE))
    return analyse({"languages": LANGUAGES, "plain": PLAIN}[which])


@pytest.fixture(scope="module", params=["article", "languages", "plain"])
def explorer(request) -> Explorer:
    return Explorer.of(_result(request.param))


def _caption(explorer: Explorer, name: str) -> str:
    ax = CHARTS[name].of(explorer.tables, perspective=explorer.perspective).draw(lang="de")
    return " ".join(text.get_text().replace("\n", " ") for text in ax.texts if text.get_gid() == "caption")


def _n(words: str, what: str) -> int:
    """Return the number before some words, as in *n = 90 Nennungen*, or behind them in brackets."""
    found = re.search(rf"(\d+) {what}", words) or re.search(rf"{what}[^,(]* \((\d+)\)", words)
    return int(found[1]) if found else 0


def test_mentions_agree_in_chips_charts_sentences_list_and_state(explorer):
    chart = numbers(explorer, "mentions").set_index("country")["total"].to_dict()
    total = sum(chart.values())
    assert {option.value: option.n for option in explorer.options["countries"] if option.n} == chart
    assert f"Der Text nennt {total}-mal" in sentences(explorer)[0].text
    assert len(sentences(explorer)[0].keys) == total
    assert say_count("mentions", total, "de") in basis(explorer)[0]
    assert texts_table(explorer)["Nennungen"].tolist() == [total] == [explorer.count("mentions")]
    state = next(w for w in view_filters(explorer).children[0].children if isinstance(w, ipw.HTML))
    assert say_count("mentions", total, "de") in state.value
    along = numbers(explorer, "dispersion")
    assert along[along["layer"] == "mention"]["country"].value_counts().to_dict() == chart
    for row in numbers(explorer, "mentions").to_dict("records"):
        assert len(keys_behind(explorer, row, table="mentions")) == row["total"]
    caption = _caption(explorer, "mentions")
    assert _n(caption, "Nennungen") == total
    assert _n(caption, "Namen von Sprachen") == len(explorer.whole["mentions"]) - total


def test_shares_of_mentions_have_the_denominator_of_the_chart(explorer):
    framing = explorer.whole["framing"]
    own = framing[(framing["indicator"] == "attention_share") & framing["value"].notna()].set_index("unit")
    chart = numbers(explorer, "mentions").set_index("country")
    assert set(own["n"]) == {int(chart["total"].sum())}
    for code in set(own.index) & set(chart.index) - {explorer.perspective.region, *explorer.perspective.poles}:
        assert float(own.loc[code, "value"]) == pytest.approx(chart.loc[code, "share"])


def test_quotes_are_all_counted_or_named_as_left_out(explorer):
    total = len(explorer.whole["quotes"])
    assert say_count("quotes", total, "de") in basis(explorer)[0]
    assert texts_table(explorer)["Zitate"].tolist() == [total]
    caption = _caption(explorer, "voice")
    left = _n(caption, "berichtete Redeakte") + _n(caption, "Zitate in Zitaten")
    assert int(numbers(explorer, "voice")["quotes"].sum()) + left == total
    chips = {option.value: option.n for option in explorer.options["voices"]}
    assert sum(chips.values()) == total


def test_shares_of_words_are_those_of_the_indicator(explorer):
    framing = explorer.whole["framing"]
    own = framing[framing["indicator"] == "voice_share"].set_index("unit")["value"].dropna().astype(float)
    for row in numbers(explorer, "voice").to_dict("records"):
        if row["unit"] in own.index:
            assert row["share"] == pytest.approx(own[row["unit"]])
        assert row["direct"] + row["other"] == row["words"]


def test_stances_are_all_counted_or_named_as_left_out(explorer):
    stances = explorer.whole["stances"]
    own = int((stances["holder_country"] == stances["target"]).fillna(value=False).sum())
    counted = len(stances) - own
    assert int(numbers(explorer, "stance_matrix")["n"].sum()) == counted
    assert len(numbers(explorer, "stance_timeline")) == counted
    assert say_count("stances", len(stances), "de") in basis(explorer)[0]
    caption = _caption(explorer, "stance_matrix")
    shown = _n(caption, "Belege") + _n(caption, "zu anderen Zielen")
    assert (shown, _n(caption, "Aussagen eines Staates")) == (counted, own)
    for row in numbers(explorer, "stance_matrix").to_dict("records"):
        assert len(keys_behind(explorer, row, table="stances")) == row["n"]


def test_sentences_are_counted_from_one_everywhere(explorer):
    along = numbers(explorer, "stance_timeline").set_index("stance_id")["sentence"].to_dict()
    stances = explorer.whole["stances"]
    keys = [(doc_id, row_id) for doc_id, row_id in zip(stances["doc_id"], stances["stance_id"], strict=True)]
    cards = {card.key.row_id: dict(card.facts) for card in explain(explorer, keys)[0]}
    assert {row_id: int(cards[row_id]["Satz"]) for row_id in along} == along
    shown = listing(explorer, "mentions")["Satz"].tolist()
    assert shown == [int(number) + 1 for number in explorer.whole["mentions"]["sentence_id"]]


def test_report_sheet_and_workbook_say_what_the_page_says(explorer):
    document = document_of(explorer, explorer.choice.document)
    page = report_bytes(explorer.whole, document, lang="de", perspective=explorer.perspective).decode()
    for each in sentences(explorer)[:2]:
        assert each.text.replace("&", "&amp;") in page
    figure = CHARTS["sheet"].of(explorer.whole, perspective=explorer.perspective).figure("de")
    foot = " ".join(text.get_text() for ax in figure.axes for text in ax.texts).replace("\n", " ")
    total = int(numbers(explorer, "mentions")["total"].sum())
    sizes = {name: len(explorer.whole[name]) for name in ("sentences", "quotes")}
    assert f"n = {sizes['sentences']} Sätze, {total} Nennungen, {sizes['quotes']} Zitate" in foot
    book = openpyxl.load_workbook(io.BytesIO(workbook_bytes(explorer.tables)), read_only=True)
    for name in ("mentions", "quotes", "stances"):
        assert sum(1 for _ in book[name].iter_rows()) - 1 == len(explorer.whole[name])


def test_words_in_quotation_marks_within_indirect_speech_are_direct_speech():
    text = "Präsident Tokajew sagte, China habe ihm versichert, man werde „die Integrität Kasachstans achten“."
    quotes = analyse(text).quotes
    outer = quotes[quotes["parent_id"].isna()]
    row = CHARTS["voice"].of(analyse(text)).data.set_index("unit").loc["CENTRAL_ASIA"]
    inner = quotes[quotes["type"] == "direct"]
    if len(inner) and inner["parent_id"].notna().all():
        assert row["direct"] == 4
        assert row["words"] > row["direct"]
    assert len(outer) >= 1


@pytest.mark.parametrize("text", [LANGUAGES, "Von Anton Müller, Astana\n\nRussland droht Kasachstan mit Sanktionen."])
def test_who_wrote_the_text_is_no_actor(text):
    result = analyse(text)
    bylines = [result.document.text[s.start : s.end] for s in result.document.segments if s.kind == "byline"]
    assert bylines
    assert not [name for name in result.actors["name"] if name.split()[-1] in bylines[0]]
