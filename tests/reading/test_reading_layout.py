"""Layout of what people paste: datelines, bylines, tickers, interviews, residue, wrapped lines, as tables of texts."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.reading.layout.tables import entries
from analysis.reading.segments import find_segments

BODY = "Das Parlament tagt heute wieder."


def segments(text: str) -> list[tuple[str, str]]:
    return [(s.kind, text[s.start : s.end]) for s in find_segments(text, doc_id="d")]


def kinds(text: str) -> list[str]:
    return [kind for kind, _ in segments(text)]


DATELINES = [
    "TASCHKENT taz |", "BERLIN dpa |", "BERLIN AFP/taz |", "WARSCHAU dpa/taz |", "KIEW |", "Minsk |",
    "(dpa) Paris –", "(APA) WIEN.", "(AFP/dpa) Tokio –", "dpa PEKING.", "F.A.Z. PARIS.", "evm ROM.", "sda, Genf –",
    "Paris –", "Duschanbe -", "Warschau —", "St. Petersburg –", "New York –", "Frankfurt am Main –", "Den Haag –",
    "Paris.", "London.", "PARIS.", "PARIS/LONDON.", "Paris/London –", "WIEN –", "Tokio · ", "Kleve · ",
    "Paris, den 4. Mai.", "Paris, 4. Mai –", "Paris, im Mai.", "LONDON, Ende Juni –", "Minsk, 5. Mai (Reuters) -",
    "Wien, 12.05.2023 –", "Prag, Montag –", "Washington, D.C. –", "Bischkek, Kirgistan (AP) —",
    "Peking/Tokio (dpa/AFP) –", "PRAG/WIEN (APA/dpa).", "Genf (sda)", "Gaza/Tel Aviv (dpa) –", "Paris/London:",
    "Frankfurt/Main (dpa) -", "Moskau (Eigener Bericht) –",
]  # fmt: skip


@pytest.mark.parametrize("dateline", DATELINES)
def test_datelines(dateline: str) -> None:
    text = f"Wahl ohne Sieger\n\n{dateline.strip()} {BODY}"
    assert segments(text) == [("title", "Wahl ohne Sieger"), ("dateline", dateline.strip()), ("lead", BODY)]


@pytest.mark.parametrize("space", ["\u00a0", "\u202f"])
def test_datelines_with_fixed_spaces(space: str) -> None:
    text = f"Paris,{space}4.{space}Mai{space}(dpa){space}–{space}{BODY}"
    assert kinds(text) == ["dateline", "lead"]


@pytest.mark.parametrize(
    "text",
    [
        "Paris – das war klar – schweigt zu allem.",
        "Paris – Hauptstadt der Mode – schweigt zu allem.",
        "Paris, so heißt es, zögert noch.",
        "Schade. Die Wahl war schlecht.",
        "Fazit – Die Lage bleibt ernst.",
        "Paris: Der Präsident schweigt.",
        "Klaus Muster (SPD) hat gewonnen.",
        "Die Weltgesundheitsorganisation (WHO) warnt.",
        "In New Orleans (USA) regnet es seit Tagen.",
        "DIE ZEIT: Herr Muster, was nun.",
        "OSZE: Die Wahl war frei.",
        "Die USA. Ein Land in Aufruhr.",
    ],
)
def test_prose_that_only_begins_like_a_dateline(text: str) -> None:
    assert kinds(text) == ["lead"]


def test_a_town_alone_is_a_dateline_at_the_top_or_among_others() -> None:
    alone = f"{BODY}\n\n{BODY}\n\nParis. Das Wort genügt den meisten."
    assert "dateline" not in kinds(alone)
    several = f"Kurz gemeldet\n\nParis. {BODY}\n\n{BODY}\n\nTokio – {BODY}\n\nROM. {BODY}"
    assert [text for kind, text in segments(several) if kind == "dateline"] == ["Paris.", "Tokio –", "ROM."]


def test_a_dateline_on_a_line_of_its_own() -> None:
    assert kinds(f"Paris (dpa) -\n{BODY}") == ["dateline", "lead"]


@pytest.mark.parametrize(
    "byline",
    [
        "Von Eva Muster", "Von Eva Muster, Paris", "Von Max Mustermann und Eva Muster", "VON EVA MUSTER",
        "Von Dr. Eva von der Muster, Paris", "Von Eva Muster | 28.02.2023", "Von unserem Korrespondenten Jan Beispiel",
        "Aus Paris berichtet Jan Beispiel", "Jan Beispiel berichtet aus Paris.", "Text: Eva Muster",
        "Autorin: Eva Muster",
        "Ein Gastbeitrag von Eva Muster", "Eine Analyse von Eva Muster, Paris", "Eva Muster, Paris", "Von dpa und AFP",
        "Das Gespräch führte Eva Muster", "Die Fragen stellten Eva Muster und Jan Beispiel.", "Interview: Eva Muster",
        "Unser Korrespondent Jan Beispiel", "*Von Eva Muster*", "Aus dem Englischen von Eva Muster",
    ],
)  # fmt: skip
def test_bylines(byline: str) -> None:
    text = f"Wahl ohne Sieger\n\n{byline}\n\n{BODY}"
    assert segments(text) == [("title", "Wahl ohne Sieger"), ("byline", byline), ("lead", BODY)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"Aus Paris berichtet Eva Muster. {BODY}", ["byline", "lead"]),
        (f"Von Eva Muster, Paris. {BODY}", ["byline", "lead"]),
        (f"Von Eva Muster – {BODY}", ["byline", "lead"]),
        (f"Von Eva Muster\nPARIS. {BODY}", ["byline", "dateline", "lead"]),
        ("Von Eva Muster stammt das Buch, das alle lesen.", ["lead"]),
        (f"{BODY}\n\nVon Paris bis Rom\n\n{BODY}", ["lead", "heading", "paragraph"]),
        (f"{BODY}\n\nVon Russland und China lernen\n\n{BODY}", ["lead", "heading", "paragraph"]),
        (f"INTERVIEW MIT DEM MINISTER\n\n{BODY}", ["title", "lead"]),
    ],
)
def test_bylines_in_a_line_and_none(text: str, expected: list[str]) -> None:
    assert kinds(text) == expected


@pytest.mark.parametrize(
    "tail",
    [
        "(dpa/jk)", "(dpa, AFP)", "(AFP)", "(evm)", "/bk/DP/mis", "rtr/afp", "dpa/evm", "(APA, 3.5.2023)",
        "(mit Material von dpa)", "© dpa-infocom, dpa:230228-99-765432/3", "Foto: dpa/Eva Muster", "Bild: Imago",
        "(Foto: AP)", "© picture alliance / dpa", "picture alliance/Muster", "Quelle: ntv.de, evm/dpa", "[dpa]",
    ],
)  # fmt: skip
def test_signatures_and_credits_are_cut_off(tail: str) -> None:
    text = f"{BODY}\n\nDie Wahl war frei. Alle sind froh. {tail}"
    assert segments(text)[1:] == [("paragraph", "Die Wahl war frei. Alle sind froh."), ("boilerplate", tail)]


@pytest.mark.parametrize(
    "end",
    [
        "Das berichtete die Agentur (Tass).", "Er kam aus Boston (USA).", "Er nannte es (wie immer) ein Wunder.",
        "Zuständig ist das Amt (BAMF).", "Er sagte: „Ja.“", "Das Foto: ein Skandal, sagt er.",
    ],
)  # fmt: skip
def test_ends_of_sentences_that_are_no_signature(end: str) -> None:
    assert segments(f"{BODY}\n\nDie Wahl war frei. {end}")[1:] == [("paragraph", f"Die Wahl war frei. {end}")]


@pytest.mark.parametrize(
    ("title", "rest"),
    [
        ("Polen wählt neu", " - Deutsche Welle"), ("Polen wählt neu", " | DW"), ("Polen wählt neu", " – DER SPIEGEL"),
        ("Polen wählt neu", " | tagesschau.de"), ("Polen wählt neu", " - Politik - SZ.de"),
        ("Polen wählt neu", " | Europa | DW | 28.02.2023"), ("Wie Polen Paris verlor", " | Steppenbote"),
        ("Polen wählt neu", " - Musterstädter Zeitung"), ("Polen - ein Land wählt", " - n-tv.de"),
        ("Warschau – Stadt der Zukunft", ""), ("Polen – Die Zeit drängt", ""), ("Polen-Wahl | Tusk droht", ""),
        ("Polen: Was Tusk will - und was nicht", ""), ("Der Spiegel der Nation", ""),
    ],
)  # fmt: skip
def test_the_name_of_the_site_is_no_title(title: str, rest: str) -> None:
    expected = [("title", title), *([("boilerplate", rest.strip())] if rest else []), ("lead", BODY)]
    assert segments(f"{title}{rest}\n\n{BODY}") == expected


def test_the_outlet_is_cut_off_where_it_is_known() -> None:
    text = f"Polen wählt neu - Der Kundschafter\n\n{BODY}"
    assert [s.kind for s in find_segments(text, doc_id="d", outlet="Der Kundschafter")] == [
        "title", "boilerplate", "lead",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "lead",
    [
        "Der Minister sprach gestern im Sejm vor Abgeordneten. Er sagte:",
        "Der Minister sagte gestern im Sejm in Warschau:",
    ],
)
def test_a_lead_that_ends_in_a_colon_is_no_title(lead: str) -> None:
    text = f"Polen setzt auf Ausgleich\n\n{lead}\n\n„Wir brauchen Geduld.“"
    assert segments(text)[:2] == [("title", "Polen setzt auf Ausgleich"), ("lead", lead)]


@pytest.mark.parametrize(
    "residue",
    [
        "Externer Inhalt nicht verfügbar", "Empfohlener redaktioneller Inhalt",
        "An dieser Stelle finden Sie einen externen Inhalt von Instagram, der den Artikel ergänzt.",
        "Ich bin damit einverstanden, dass mir externe Inhalte angezeigt werden.",
        "Ihre Datenschutz-Einstellungen verhindern das Laden dieses Videos.",
        "Um diesen Inhalt anzuzeigen, müssen Sie Cookies akzeptieren.",
        "Weiterlesen mit ZEIT+", "Dieser Artikel ist nur für Abonnenten verfügbar.", "Jetzt testen",
        "Sie möchten weiterlesen? Jetzt 4 Wochen testen.", "Jetzt 3 Monate für 1 Euro testen",
        "Mit Material von dpa und AFP", "MUS/AFP via Getty Images", "Seite 3 von 7", "- 3 -",
        "Mehr zum Thema: Polen und die USA streiten", "Schon Abonnent? Hier anmelden",
        "Wir benötigen Ihre Zustimmung, um den Inhalt zu laden", "Tusk in Warschau. Foto: dpa/Eva Muster",
    ],
)  # fmt: skip
def test_residue(residue: str) -> None:
    assert segments(f"{BODY}\n\n{residue}\n\n{BODY}")[1] == ("boilerplate", residue)


@pytest.mark.parametrize(
    "prose",
    [
        "Jetzt will Nordkorea neue Raketen testen.", "Bereits Mitglied der EU ist Kroatien.",
        "Mit dem Zugang zum Meer gewinnt das Land viel.", "Wir brauchen die Zustimmung des Parlaments.",
        "An dieser Stelle steht heute ein Denkmal.", "Ich bin damit einverstanden, dass China zahlt.",
        "Sie wollen lesen und schreiben lernen.", "Der Text ist im Parlament umstritten.",
        "Für Mitglieder der EU gilt das nicht.", "Das Interview ist für viele ein Skandal.",
    ],
)  # fmt: skip
def test_prose_that_only_sounds_like_residue(prose: str) -> None:
    assert segments(f"{BODY}\n\n{prose}\n\n{BODY}")[1] == ("paragraph", prose)


def test_teasers_are_residue_until_the_article_goes_on() -> None:
    text = (
        f"{BODY}\n\nAuch interessant\n\n- Krieg: Putin droht Polen\n- „Irre“: Xi greift an\n\n{BODY}\n\n"
        f"Das könnte Sie auch interessieren:\n\nWas Xi plant\n\nWer hilft Polen?\n\n{BODY}\n\n"
        "Verwendete Quellen:\n\n- tass.ru: Putin redet\n- Nachrichtenagentur Reuters"
    )
    found = segments(text)
    assert [text for kind, text in found if kind != "boilerplate"] == [BODY] * 3
    assert sum(kind == "boilerplate" for kind, _ in found) == 9


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("11:20 Uhr – Der Kreml droht.", ["boilerplate", "lead"]),
        ("11.20 Uhr: Der Kreml droht.", ["boilerplate", "lead"]),
        ("[14:30] Der Kreml droht.", ["boilerplate", "lead"]),
        ("Freitag, 3. März, 9.30 Uhr: Polen lobt Paris.", ["boilerplate", "lead"]),
        ("+++ 14:32 Kiew meldet Angriff +++\n\nDie Lage ist ernst.", ["boilerplate", "heading", "boilerplate", "lead"]),
        ("+++ 14:32 Uhr: Kiew warnt +++ 14:10 Uhr: Paris hilft +++", ["boilerplate", "heading"] * 2 + ["boilerplate"]),
        ("14:32 Polen: Keine Truppen\n\nGut so.\n\n13:10 USA: Neue Hilfe\n\nAuch gut.",
         ["boilerplate", "heading", "lead", "boilerplate", "heading", "paragraph"]),
        ("13:05 Uhr Peking: China wirbt um Polen.", ["lead"]),
        ("[13:05] Peking: China wirbt um Polen.", ["boilerplate", "dateline", "lead"]),
        ("10:15\nPolen schließt Grenze\n\n10:05\nParis (dpa) – Frankreich schweigt.",
         ["boilerplate", "heading", "boilerplate", "dateline", "lead"]),
        ("Um 11:20 Uhr sprach der Minister.", ["lead"]),
        ("11.20 Uhr war es, als er kam.", ["lead"]),
        ("12.47 Prozent stimmten zu.", ["lead"]),
        ("3:10 endete das Spiel für Polen.", ["lead"]),
    ],
)  # fmt: skip
def test_tickers(text: str, expected: list[str]) -> None:
    assert kinds(text) == expected


def turns(text: str) -> list[str]:
    return [kind[0] for kind in kinds(text) if kind in ("question", "answer")]


LONG = "Wir sehen das gelassen. Russland ist ein Nachbar."


@pytest.mark.parametrize(
    ("blocks", "expected"),
    [
        (["ZEIT: Und China?", f"Muster: {LONG}", "ZEIT: Und Polen?", f"Muster: {LONG}"], "qaqa"),
        (["DIE ZEIT: Und China?", f"Muster: {LONG}", LONG, "ZEIT: Sie zögern.", f"Muster: {LONG}"], "qaaqa"),
        (["Frage: Und China?", f"Antwort: {LONG}"], "qa"),
        (["FRAGE: Und China?", f"ANTWORT: {LONG}", "FRAGE: Wirklich?", "ANTWORT: Ja."], "qaqa"),
        (["t-online: Und China?", f"E. M.: {LONG}", "t-online: Wirklich?", "E. M.: Ja."], "qaqa"),
        (["Steppenbote: Und China?", f"MUSTER: {LONG}", "Steppenbote: Wirklich?", "MUSTER: Ja."], "qaqa"),
        (["**Kurier:** Und China?", f"**Muster:** {LONG}", "**Kurier:** Wirklich?", "**Muster:** Ja."], "qaqa"),
        (["''taz'': Und China?", f"''Muster'': {LONG}", "''taz'': Wirklich?", "''Muster'': Ja."], "qaqa"),
        (["**Und was ist mit China?**", LONG, LONG, "*Wirklich?*", "Ja, sicher."], "qaaqa"),
        (["Wie sehen Sie China?", LONG, "Fürchten Sie Russland?", "Ich fürchte niemanden."], "qaqa"),
        (["SZ: Und China?", LONG, "SZ: Und Russland?", LONG], "qaqa"),
        (["Eva Muster: Das ist gut.", "Jan Beispiel: Nein.", "Eva Muster: Doch.", "Jan Beispiel: Na ja."], "aaaa"),
        # Nobody is asked: explaining questions, a press review, reactions, a speech.
        (["Was ist passiert?", "Polen hat gewählt. Alle sind froh.", "Wer hat gewonnen?", "Tusk hat gewonnen."], ""),
        (["Die Welt: Polen verliert. Das ist so.", "Le Monde: Polen gewinnt.", "FAZ: Wer hilft Polen nun."], ""),
        (["China: Peking gratulierte. Es war höflich.", "Polen: Warschau schwieg.", "USA: Washington warnte."], ""),
        (["Der Minister sagte: Nein.", "Die Ministerin sagte: Ja.", "Der Minister sagte: Doch."], ""),
    ],
)
def test_turns(blocks: list[str], expected: str) -> None:
    text = "\n\n".join(["„Wir warten“", "Außenminister Max Muster im Interview über Polen", *blocks])
    assert "".join(turns(text)) == expected


def test_an_interview_is_headed_by_what_the_guest_said() -> None:
    head = "„Wir warten“\n\nMinister Max Muster über Polen und China"
    text = f"{head}\n\nSZ: Und?\n\nMuster: {LONG}\n\nSZ: Ja?\n\nMuster: Ja."
    assert segments(text)[:2] == [("title", "„Wir warten“"), ("heading", "Minister Max Muster über Polen und China")]


def test_pictures_and_bylines_between_turns_are_nobodys_words() -> None:
    text = (
        f"BILD: Und China?\n\nMuster: {LONG}\n\nFoto: dpa/Eva\n\nBILD: Und Polen?\n\nMuster: Ja.\n\n"
        f"Das Gespräch führte Eva Muster.\n\n{BODY}"
    )
    assert kinds(text) == ["question", "answer", "boilerplate", "question", "answer", "byline", "lead"]


def test_narrow_wrapped_lines_with_a_short_one_are_one_paragraph() -> None:
    text = (
        "Polen rückt von Russland ab\n\nDer polnische Minister hat den Angriff auf die Ukra-\nine in einer Rede vor\n"
        "Chi-\nnas Botschafter verurteilt. Er lob-\nte die Reformpolitik der Nachbarn im Osten."
    )
    assert kinds(text) == ["title", "lead"]


def test_a_page_of_a_pdf_without_blank_lines() -> None:
    text = (
        "Polen rückt von Russland ab\nVon Eva Muster, Warschau\n"
        "Der polnische Minister Muster hat den Angriff auf die Ukra-\n"
        "ine in einer Rede vor dem Parlament scharf verurteilt.\nDanach schwieg er.\n"
        "China schwieg zu den Gesprächen in der Hauptstadt und\nvertagte die Entscheidung auf den Herbst.\n- 3 -\n"
        "Der Minister reiste weiter."
    )
    assert kinds(text) == ["title", "byline", "lead", "paragraph", "boilerplate", "paragraph"]


@pytest.mark.parametrize(
    "text",
    [
        "Ukraine-Krieg\nTusk spricht\nAlle schweigen",
        "Die Preise stiegen um 3 Prozent.\n- Öl: 4 Prozent\n- Gas: 5 Prozent",
        "Erster Satz der Meldung.\nZweiter Satz der Meldung.\nDritter Satz der Meldung.",
    ],
)
def test_lines_that_are_not_wrapped(text: str) -> None:
    assert len(segments(text)) == 3


def test_rows_of_a_table_are_no_headings() -> None:
    text = (
        "Handel mit Polen\n\nDer Handel wuchs. Die Zahlen:\n\nLand\t2022\t2023\nRussland\t26,1\t27,4\nUSA\t3,0\t4,1\n\n"
        + BODY
    )
    assert kinds(text) == ["title", "lead", *["paragraph"] * 4]
    assert kinds("Handel mit Polen\n\nLand\t2022\nUSA\t3,0") == ["title", "lead", "paragraph"]


@pytest.mark.parametrize(
    "text",
    [
        "(" * 20_000, "A" * 50_000 + " (dpa", "Von " + "Eva " * 10_000, "PARIS/" * 8_000, "+++ " * 8_000,
        "12:30 " * 8_000,
        "Jetzt " + "abo " * 10_000, "A: ?\n\n" * 4_000, "*" * 30_000, "Mehr dazu: " + "x " * 10_000, "(dpa/" * 8_000,
        "- x\n" * 8_000, "Titel" + " | A" * 8_000, "Das ist. " * 5_000 + "Foto: " * 2_000, "\t" * 30_000 + "x",
    ],
    ids=range(15),
)  # fmt: skip
def test_hostile_texts_take_no_long_time(text: str) -> None:
    begin = time.process_time()
    find_segments(text, doc_id="d")
    assert time.process_time() - begin < 3


LINES = st.sampled_from(
    [
        *DATELINES, BODY, "Von Eva Muster, Paris", "ZEIT: Und China?", f"Muster: {LONG}",
        "+++ 14:30 Uhr: Kiew warnt +++",
        "Auch interessant", "- Punkt", "Foto: dpa", "(dpa/jk)", "Titel | DW", "**Fett?**", "10:15", "\u00ad",
        "Paris (dpa) -",
    ]
)  # fmt: skip


@given(st.lists(st.tuples(LINES, st.sampled_from(["\n", "\n\n", " ", "\r\n", "\u2028"])), max_size=12))
def test_segments_tile_any_mixture(parts: list[tuple[str, str]]) -> None:
    text = "".join(line + gap for line, gap in parts)
    covered = 0
    for segment in find_segments(text, doc_id="d"):
        assert covered <= segment.start < segment.end <= len(text)
        assert not text[covered : segment.start].strip()
        assert text[segment.start : segment.end] == text[segment.start : segment.end].strip()
        covered = segment.end
    assert not text[covered:].strip()


def test_every_pattern_is_reviewed() -> None:
    assert all(len(entries(kind)) == len(set(entries(kind))) for kind in ("residue", "teaser", "byline", "acronym"))
