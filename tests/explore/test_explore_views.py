"""The widgets listen to the explorer and send clicks back; what they show on a screen is tested in tests/browser."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import ipywidgets as ipw
import pytest

from analysis.errors import MittellageError
from analysis.explore import (
    Key,
    view_chart,
    view_concordance,
    view_evidence,
    view_export,
    view_filters,
    view_table,
    view_text,
)
from analysis.explore.judging import judge_row, verdicts_in
from analysis.explore.widgets.overview import basis_html, view_overview
from analysis.explore.widgets.parts import (
    Chips,
    Download,
    EvidenceWidget,
    FindingsWidget,
    PictureWidget,
    TextWidget,
)
from analysis.explore.widgets.project import view_project
from analysis.explore.widgets.results import view_results


def _all(widget: ipw.Widget, kind: type) -> Iterator[Any]:
    if isinstance(widget, kind):
        yield widget
    for child in getattr(widget, "children", ()):
        yield from _all(child, kind)


def _first(widget: ipw.Widget, kind: type) -> Any:
    return next(_all(widget, kind))


def _html(widget: ipw.Widget) -> str:
    return "".join(each.value for each in _all(widget, ipw.HTML))


def _send(widget: Any, **content: Any) -> None:
    widget._handle_custom_msg(content, [])


def test_a_click_in_the_text_opens_every_row_at_that_place(explorer):
    text = _first(view_text(explorer), TextWidget)
    [piece] = [piece for _, pieces in text.blocks for piece in pieces if piece[0] == "schätzen"]
    _send(text, kind="open", marks=piece[1])
    assert set(explorer.choice.evidence) == {Key("d", "q1"), Key("d", "t2")}
    assert {text.labels[index] for index in text.chosen} == {
        "wörtlich: Weber (Deutschland)",
        "+ Deutschland → Usbekistan (Äußerung)",
    }


def test_the_text_is_drawn_anew_only_when_it_changes(explorer):
    text = _first(view_text(explorer), TextWidget)
    state = text.state
    explorer.choose(evidence=[("d", "m1")])
    assert text.state == state
    explorer.choose(countries=["RU"])
    assert text.state == state + 1
    assert text.help
    assert text.empty


def test_layers_are_switched_in_their_own_order(explorer):
    layers = _first(view_text(explorer), Chips)
    layers.value = ["stances", "quotes"]
    assert explorer.choice.layers == ("quotes", "stances")


def test_filters_change_the_explorer_and_follow_it(explorer):
    view = view_filters(explorer)
    chips = {chip.label: chip for chip in _all(view, Chips)}
    chips["Land (Nennungen)"].value = ["RU"]
    assert explorer.choice.countries == ("RU",)
    assert "2 Nennungen, 0 Zitate, 1 Bewertung" in _html(view)
    undo, redo, reset = list(_all(view, ipw.Button))
    undo.click()
    assert chips["Land (Nennungen)"].value == []
    assert undo.disabled
    redo.click()
    reset.click()
    assert explorer.choice.countries == ()


def test_the_language_is_always_one_of_two(explorer):
    view = view_filters(explorer)
    language = next(chip for chip in _all(view, Chips) if chip.label == "Sprache")
    language.value = ["de", "en"]
    assert explorer.choice.lang == "en"
    assert language.value == ["en"]
    assert language.label == "Language"
    language.value = []
    assert language.value == ["en"]


def test_a_chart_follows_and_its_marks_open_evidence(explorer):
    view = view_chart(explorer, "mentions")
    shown = _first(view, PictureWidget)
    state, png = shown.state, shown.png
    explorer.choose(evidence=[("d", "m1")], layers=[])
    assert shown.state == state
    explorer.choose(countries=["RU"])
    assert shown.state == state + 1
    assert shown.png != png
    marks = _first(view, ipw.Dropdown)
    assert [label for label, _ in marks.options] == ["Balken, Feld oder Punkt wählen …", "Russland (2)"]
    marks.value = 0
    assert explorer.choice.evidence == (Key("d", "m5"), Key("d", "m6"))
    explorer.choose(evidence=())
    _send(shown, kind="open", mark=0)
    assert explorer.choice.evidence == (Key("d", "m5"), Key("d", "m6"))
    _send(shown, kind="open", mark=99)  # a click on a mark that a filter has just taken away


def test_the_reader_can_choose_the_chart(explorer):
    view = view_chart(explorer)
    chooser, shown = _first(view, ipw.Dropdown), _first(view, PictureWidget)
    before = shown.png
    chooser.value = "voice"
    assert shown.png != before
    explorer.choose(lang="en")
    assert chooser.value == "voice"


def test_a_row_of_a_table_opens_its_evidence(explorer):
    view = view_table(explorer, "stances")
    table = view.children[-1]
    assert [row[0] for row in table.df.to_numpy().tolist()] == ["Deutschland", "Deutschland", "Russland"]
    table.selected_rows = [2]
    assert explorer.choice.evidence == (Key("d", "t3"),)
    explorer.choose(countries=["RU"])
    assert table.selected_rows == []
    table.selected_rows = [0]
    assert explorer.choice.evidence == (Key("d", "t3"),)


def test_the_reader_can_choose_the_table(explorer):
    view = view_table(explorer)
    _first(view, ipw.Dropdown).value = "actors"
    assert view.children[-1].df.iloc[0, 0] == "Weber"


def test_cells_are_never_html(explorer):
    explorer.whole["mentions"].loc[0, "text"] = "<img src=x onerror=alert(1)>"
    table = view_table(explorer, "mentions").children[-1]
    assert "<img" not in table._dt_args["data_json"]


def test_the_concordance_follows_its_word(explorer):
    view = view_concordance(explorer)
    assert "Geben Sie ein Wort ein" in _html(view)
    _first(view, ipw.Text).value = "Taschkent"
    assert "„Taschkent“: 2 Stellen" in _html(view)
    view.children[-1].selected_rows = [1]
    assert explorer.choice.evidence == (Key("d", "3"),)
    _first(view, ipw.Text).value = "**"
    assert "type a word" in _html(view)
    _first(view, ipw.Text).value = "Atlantis"
    assert "kommt mit diesen Filtern nicht vor" in _html(view)


def _cards(explorer, *keys):
    view = view_evidence(explorer)
    explorer.choose(evidence=[("d", key) for key in keys])
    return _first(view, EvidenceWidget)


def test_evidence_says_what_each_row_means_and_closes(explorer):
    widget = _first(view_evidence(explorer), EvidenceWidget)
    assert "Noch keine Belege offen" in widget.message
    explorer.choose(evidence=[("d", "t3"), ("d", "q1"), ("d", "m5"), ("d", "a1")])
    assert [item["title"] for item in widget.items] == [
        "Weber (Deutschland)",
        "Russland",
        "Russland → Usbekistan: negativ",
    ]
    stance = dict(widget.items[2]["facts"])
    assert stance["Wahrscheinlichkeit"] == "0,80"
    assert (stance["Art"], stance["Abgeschwächt"], stance["Stimme"]) == ("Handlung", "ja", "Artikel")
    assert stance["Dafür sprach"] == "„drohte“"
    assert stance["Satz"] == "4"  # the fourth, counted from 1
    assert widget.items[2]["passages"] == [
        ["Moskau ", False, True], ["drohte", True, True], [" Taschkent, hieß es.", False, True],
    ]  # fmt: skip
    assert dict(widget.items[0]["facts"])["Redewort"] == "sagte"
    _send(widget, kind="close")
    assert explorer.choice.evidence == ()
    explorer.choose(evidence=[("d", "a1")])
    assert "Zu dieser Auswahl gibt es keine Textstelle" in widget.message


def test_long_evidence_is_counted_whole_and_listed_in_part(large):
    widget = _cards(large, *(f"m{number}" for number in range(1, 201)))
    assert len(widget.items) == 50
    assert widget.total == 200
    assert "und 150 weitere" in widget.more


def test_each_row_of_evidence_has_its_own_memo_and_verdict(explorer):
    project = view_project(explorer)
    assert "Noch keine Notizen" in _html(project)
    widget = _cards(explorer, "t1", "t3")
    _send(widget, kind="memo", row=1, id="d/t3", text="<b>wichtig</b>")
    _send(widget, kind="judge", row=1, verdict="wrong")
    _send(widget, kind="judge", row=0, verdict="right")
    assert [(item["id"], item["memo"], item["verdict"]) for item in widget.items] == [
        ("d/t1", "", "right"),
        ("d/t3", "<b>wichtig</b>", "wrong"),
    ]
    assert "Bewertung t3 „drohte“: verworfen; &lt;b&gt;wichtig&lt;/b&gt;" in _html(project)
    _send(widget, kind="judge", row=1, verdict="wrong")  # the same again takes it back
    assert verdicts_in(explorer) == {Key("d", "t1"): "right"}
    explorer.choose(evidence=[("d", "q1")])
    _send(widget, kind="memo", row=1, id="d/t3", text="spät")  # typed before the other evidence was opened
    assert explorer.choice.memos == ((Key("d", "t3"), "spät"),)


@pytest.mark.parametrize(
    "content",
    [
        {"kind": "judge", "row": 7, "verdict": "right"},
        {"kind": "judge", "row": 0, "verdict": "perhaps"},
        {"kind": "judge", "row": "0", "verdict": "right"},
        {"kind": "jump", "row": -1},
        {"kind": "back"},
        {},
    ],
)
def test_a_message_that_means_nothing_changes_nothing(explorer, content):
    widget = _cards(explorer, "t3")
    before = explorer.choice
    _send(widget, **content)
    assert explorer.choice == before


def test_evidence_leads_to_its_place_in_the_text_and_back(explorer):
    view = view_results(explorer)
    explorer.look("charts")
    explorer.choose(evidence=[("d", "t3")])
    widget = _first(view, EvidenceWidget)
    _send(widget, kind="jump", row=0)
    text = _first(view, TextWidget)
    assert text.labels[text.goal[0]].startswith("− Russland → Usbekistan")
    assert widget.words["back"] == "Zurück: Diagramme"
    _send(widget, kind="back")
    assert explorer.choice.view == "charts"
    assert widget.words["back"] == ""
    explorer.choose(layers=["quotes"])
    _send(widget, kind="jump", row=0)  # its layer is switched on again
    assert text.labels[text.goal[0]].startswith("− Russland → Usbekistan")


def test_the_overview_opens_first_with_sentences_that_open_their_evidence(explorer):
    view = view_results(explorer)
    assert _first(view, ipw.Tab).titles[0] == "Überblick"
    findings = _first(view, FindingsWidget)
    text, button = findings.items[0]
    assert text.startswith("Der Text nennt 7-mal ein Land oder eine Region, am häufigsten Usbekistan (4), Russland (2)")
    assert button == "Belege öffnen (7)"
    _send(findings, kind="open", item=1)
    assert explorer.choice.evidence == (Key("d", "q1"),)
    _send(findings, kind="open", item=99)
    assert "Grundlage: 4 Sätze, 7 Nennungen, 1 Zitat, 3 Bewertungen." in _html(view)
    judge_row(explorer, Key("d", "t3"), "wrong")
    assert "Von Hand geprüft: 0 richtig, 1 verworfen, 0 geändert" in _html(view)
    assert "Grundlage: 4 Sätze, 7 Nennungen, 1 Zitat, 2 Bewertungen." in _html(view)
    assert _first(view, PictureWidget).png


def test_the_panel_of_filters_folds_and_shows_three_rows(explorer):
    view = view_filters(explorer, folded=True)
    fold, more = _all(view, ipw.ToggleButton)
    rows = [chip for chip in _all(view, Chips) if chip.label != "Sprache"]
    panel = view.children[-1]
    assert panel.layout.display == "none"
    fold.value = True
    assert panel.layout.display is None
    assert [chip.layout.display for chip in rows] == [None, None, None, "none"]
    more.value = True
    assert rows[3].layout.display is None
    explorer.choose(segments=["lead"])
    more.value = False
    assert rows[3].layout.display is None  # a filter that is set stays in sight


def test_the_chosen_bar_is_marked(explorer):
    shown = _first(view_chart(explorer, "mentions"), PictureWidget)
    _send(shown, kind="open", mark=0)
    assert shown.chosen == [0]
    explorer.choose(evidence=())
    assert shown.chosen == []


@pytest.mark.usefixtures("few_charts")
def test_export_hands_over_a_file_or_says_why_not(explorer, monkeypatch):
    for name in (None, "mentions", lambda: "voice", "pie"):
        button = _first(view_export(explorer, name), Download)
        sent = []
        monkeypatch.setattr(button, "hand_over", lambda file, data, sent=sent: sent.append((file, data[:2])))
        _send(button, kind="make")
        if name == "pie":
            assert sent == []
            assert "Charts are" in button.message
        else:
            assert sent[0][1] == b"PK"
            assert sent[0][0] in button.message
        assert not button.busy


def test_a_project_is_saved_or_the_view_says_why_not(explorer, tmp_path, monkeypatch):
    monkeypatch.setenv("MITTELLAGE_HOME", str(tmp_path))
    view = view_project(explorer)
    [save] = _all(view, ipw.Button)
    save.click()
    assert (tmp_path / "projekt" / "project.json").is_file()
    assert "Gespeichert in" in _html(view)
    (tmp_path / "voll").mkdir()
    (tmp_path / "voll" / "x.txt").touch()
    next(each for each in _all(view, ipw.Text) if each.value == "projekt").value = "voll"
    save.click()
    assert "kein Projekt; wählen Sie einen neuen oder leeren Ordner" in _html(view)


def test_types_are_grouped_by_what_they_are_types_of(explorer):
    [types] = [chip for chip in _all(view_filters(explorer), Chips) if chip.label == "Art"]
    assert [(each[0], each[3]) for each in types.options] == [
        ("capital", "Nennungen"),
        ("name", "Nennungen"),
        ("direct", "Zitate"),
        ("act", "Bewertungen"),
        ("speech", "Bewertungen"),
        ("evidential", "Marker"),
    ]


_EMPTY = {
    "text": (view_text, "In diesem Text wurde nichts gefunden"),
    "chart": (view_chart, "Der Text nennt kein Land"),
    "table": (view_table, "Der Text enthält nichts davon"),
    "concordance": (view_concordance, "kommt mit diesen Filtern nicht vor"),
    "evidence": (view_evidence, "Noch keine Belege offen"),
    "filters": (view_filters, "0 Nennungen, 0 Zitate, 0 Bewertungen"),
    "project": (view_project, "Noch keine Notizen"),
}


def _said(view: ipw.Widget) -> str:
    texts = "".join(each.empty for each in _all(view, TextWidget))
    texts += "".join(each.message for each in _all(view, EvidenceWidget))
    return _html(view) + texts + "".join(each.alt for each in _all(view, PictureWidget))


@pytest.mark.parametrize("name", _EMPTY)
def test_an_empty_view_says_what_is_missing(empty, name):
    empty.choose(word="Atlantis")
    make, sentence = _EMPTY[name]
    assert sentence in _said(make(empty))


@pytest.mark.parametrize("name", ["text", "chart", "table"])
def test_a_view_that_filters_have_emptied_says_that_a_filter_does_it(explorer, name):
    explorer.choose(voices=["Weber"], segments=["title"])
    assert "Löschen Sie einen Filter" in _said(_EMPTY[name][0](explorer))


@pytest.mark.parametrize("name", _EMPTY)
@pytest.mark.parametrize("fixture", ["single", "large"])
def test_every_view_works_with_one_row_and_with_thousands(request, fixture, name):
    explorer = request.getfixturevalue(fixture)
    explorer.choose(word="China" if fixture == "single" else "Taschkent")
    view, n = _EMPTY[name][0](explorer), 1 if fixture == "single" else 8750
    if name == "text":
        assert len(_first(view, TextWidget).labels) >= n
    elif name == "chart":
        assert _first(view, PictureWidget).png
    elif name == "table":
        _first(view, ipw.Dropdown).value = "mentions"
        assert len(view.children[-1].df) == n
        assert view.children[-1]._dt_args["pageLength"] == 10
    elif name == "concordance":
        assert len(view.children[-1].df) == (1 if n == 1 else 2500)
    elif name == "evidence":
        explorer.choose(evidence=[("d", f"m{number}") for number in range(1, n + 1)])
        assert f"{n} Beleg" in _said(view)
    elif name == "filters":
        assert f"{n:,} Nennung".replace(",", ".") in _html(view)
    explorer.choose(evidence=(), word="")


@pytest.mark.parametrize("fixture", ["empty", "single", "large", "pair"])
def test_all_tabs_work_with_any_number_of_rows(request, fixture):
    explorer = request.getfixturevalue(fixture)
    view = view_results(explorer)
    tabs = _first(view, ipw.Tab)
    for index in range(len(tabs.children)):
        tabs.selected_index = index
    explorer.choose(lang="en")
    names = ["Overview", "Text", "Charts", "Tables", "Concordance", "Project"]
    if fixture == "pair":
        names = ["Texts", *names[:-1], "Comparison", names[-1]]
    assert list(tabs.titles) == names
    if fixture == "empty":
        assert "This table is empty: the text has none of these" in _html(view)


def test_an_unknown_table_or_chart_is_named(explorer):
    with pytest.raises(MittellageError, match="no listing of 'tokens'"):
        view_table(explorer, "tokens")
    with pytest.raises(MittellageError, match="no chart 'pie'"):
        view_chart(explorer, "pie")


def test_the_sheet_waits_until_the_overview_is_in_front(explorer):
    view = view_results(explorer)
    sheet = _first(view, PictureWidget)
    before = sheet.png
    explorer.look("text")
    judge_row(explorer, Key("d", "t3"), "wrong")
    assert sheet.png == b""
    explorer.look("overview")
    assert sheet.png not in (b"", before)
    alone = _first(view_overview(explorer), PictureWidget)
    rejected = alone.png
    explorer.look("text")
    judge_row(explorer, Key("d", "t3"), None)
    assert alone.png not in (b"", rejected)


def test_the_overview_of_a_translated_text_says_what_its_mark_means(explorer):
    assert "Dieser Text ist übersetzt" not in basis_html(explorer)
    explorer.perspective = explorer.perspective._replace(translated=True)
    assert "Dieser Text ist übersetzt" in basis_html(explorer)
    assert "sind mit † bezeichnet" in basis_html(explorer)
