"""Who a phrase denotes: names, offices, bodies, documents, descriptions and pronouns."""

from __future__ import annotations

from datetime import date

import pytest

from analysis import tables
from analysis.actors import link_actors, mention_rows

DAY = date(2023, 3, 1)

BODY = ("organisation", None, "organisation")
RUSSIAN_BODY = ("organisation", "RU", "official")

# text with the phrase in brackets, then name, kind, country, role
PHRASES = [
    ("[Der russische Außenminister Sergej Lawrow] kam.", "Sergej Lawrow", "person", "RU", "official"),
    ("[Kasachstans Präsident Tokajew] sprach.", "Kassym-Jomart Tokajew", "person", "KZ", "official"),
    ("Das sagte [ein Sprecher des Weißen Hauses].", "Weißes Haus", "organisation", "US", "official"),
    ("Das sagte [der Sprecher des Kremls, Dmitri Peskow].", "Dmitri Peskow", "person", "RU", "official"),
    ("[Putins Sprecher Dmitri Peskow] schwieg.", "Dmitri Peskow", "person", "RU", "official"),
    (
        "[Ein Sprecher des russischen Außenministeriums] kam.",
        "Außenministerium (Russland)",
        "organisation",
        "RU",
        "official",
    ),
    ("[Das US-Außenministerium] warnt.", "US-Außenministerium", "organisation", "US", "official"),
    ("[Die russische Regierung] warnt.", "Regierung (Russland)", "organisation", "RU", "official"),
    ("[Die Regierung in Kiew] warnt.", "Regierung (Ukraine)", "organisation", "UA", "official"),
    ("[Der Kreml] warnt.", "Kreml", "organisation", "RU", "official"),
    ("[Moskau] warnt.", "Russland", "state", "RU", "official"),
    ("Es heißt, [die Vereinigten Staaten] zögern.", "Vereinigte Staaten", "state", "US", "official"),
    ("[Die zentralasiatischen Nationen] schweigen.", "Zentralasien", "state", "CENTRAL_ASIA", "official"),
    ("[Die EU-Staaten] streiten.", "Europäische Union", "state", "EU", "official"),
    ("[Die EU-Kommission] prüft.", "Europäische Kommission", "organisation", "EU", "official"),
    ("[Die NATO] prüft.", "NATO", "organisation", None, "organisation"),
    ("[NATO-Generalsekretär Jens Stoltenberg] kam.", "Jens Stoltenberg", "person", None, "organisation"),
    ("[Die Nachrichtenagentur Reuters] meldet das.", "Reuters", "organisation", None, "media"),
    ("[Die Zeitung New York Times] schreibt.", "New York Times", "organisation", "US", "media"),
    (
        "[Eine kürzlich von der Europäischen Bank für Wiederaufbau und Entwicklung durchgeführte Studie] zeigt es.",
        "Europäische Bank für Wiederaufbau und Entwicklung",
        "document",
        None,
        "unknown",
    ),
    ("[Eine Resolution der UN-Generalversammlung] fordert das.", "UN-Generalversammlung", "document", None, "unknown"),
    ("Das sagen [Experten].", None, "anonymous", None, "expert"),
    ("Das sagen [Beobachter].", None, "anonymous", None, "expert"),
    ("Das sagte [ein russischer Diplomat].", None, "anonymous", "RU", "official"),
    ("[Demonstranten] riefen Parolen.", None, "group", None, "citizen"),
    ("[Die Russen] klagen.", None, "group", "RU", "citizen"),
    ("[Der frühere Präsident Barack Obama] kam.", "Barack Obama", "person", "US", "unknown"),
    ("Das sagte [ein Berater des georgischen Oppositionspolitikers].", None, "anonymous", "GE", "party"),
    ("[Bernd Hallwig (SPD)] widersprach.", "Bernd Hallwig", "person", "DE", "party"),
    ("[Der FDP-Politiker Uwe Stahnke] widersprach.", "Uwe Stahnke", "person", "DE", "party"),
    ("[Mitarbeiter der Organisation Human Rights Watch] klagten.", "Human Rights Watch", *BODY),
    ("[Die Wissenschaftler] zweifeln.", None, "anonymous", None, "expert"),
    ("[Der Arzt Nawalnys, Jaroslaw Aschichmin], warnte.", "Jaroslaw Aschichmin", "person", None, "expert"),
    ("Nach [Angaben der Polizei] war es so.", "Polizei", "organisation", None, "official"),
    ("Nach [Polizeiangaben] war es so.", "Polizei", "organisation", None, "official"),
    ("[Der französische Präsident] schwieg.", "Emmanuel Macron", "person", "FR", "official"),
    ("[Moskaus Botschafter] warnt Serbien.", None, "person", "RU", "official"),
    ("[Pekings Botschafter Han Chunlin] warnt Serbien.", "Han Chunlin", "person", "CN", "official"),
    ("[US-Handelsminister Howard Lutnick] warnt Serbien.", "Howard Lutnick", "person", "US", "official"),
    ("[Taipehs Vertreter in Wilna] dankt.", None, "person", "TW", "official"),
    ("Es heißt, in [Paris] zögere Außenminister Jan Kowalik.", "Frankreich", "state", "FR", "official"),
    ("Das sagte [ein Diplomat aus Ankara].", None, "anonymous", "TR", "official"),
    ("[Die Ministerin für Handel der USA, Ann Lee], dankt Polen.", "Ann Lee", "person", "US", "official"),
    ("[Der Minister für Verkehr und Bau Georgiens] dankt Polen.", None, "person", "GE", "official"),
    ("[Der Beauftragte für Afghanistan] dankt Polen.", None, "person", None, "official"),
]

# two places: what is named first, and the phrase in brackets that means it
REFERENCES = [
    ("US-Außenminister Antony Blinken kam. [Er] sprach lange.", "Antony Blinken"),
    ("Tokajew kam. Blinken sagte [ihm], das sei gut.", "Kassym-Jomart Tokajew"),
    ("Annalena Baerbock traf Lawrow. [Sie] sprach lange.", "Annalena Baerbock"),
    ("Annalena Baerbock traf Lawrow. [Die Ministerin] sprach lange.", "Annalena Baerbock"),
    ("Putin traf Xi Jinping. [Der Kremlchef] schwieg.", "Wladimir Putin"),
    ("Präsident Xi Jinping kam nach Kasachstan. [Das Land] freut sich.", "Kasachstan"),
    ("Präsident Tokajew, [der] lange sprach, ging.", "Kassym-Jomart Tokajew"),
    ("Blinken traf Tokajew. Später sagte [Blinken], es sei gut.", "Antony Blinken"),
    ("Kassym-Jomart Tokayev kam. [Tokajew] sprach.", "Kassym-Jomart Tokajew"),
    ("Der Chemiker Jan Kowalik forscht. [Kowalik] warnte.", "Jan Kowalik"),
    ("Lawrow sprach. [Eigenen Angaben] zufolge blieb er.", "Sergej Lawrow"),
    ("Der Minister für Verkehr Georgiens, Herr Dadiani, kam. [Der Minister] dankte.", "Dadiani"),
    ("Die Zeitung New York Times schreibt viel. [Die Zeitung] nennt Namen.", "New York Times"),
]


def resolve(parsed, marked, *, day=DAY):
    start, end = marked.index("["), marked.index("]") - 1
    doc = parsed(marked.replace("[", "").replace("]", ""), day=day)
    return link_actors(doc, mention_rows(doc)).identify(start, end)


@pytest.mark.parametrize(("marked", "name", "kind", "country", "role"), PHRASES)
def test_who_a_phrase_denotes(parsed, marked, name, kind, country, role):
    identity = resolve(parsed, marked)
    assert (identity.name, identity.kind, identity.country, identity.role) == (name, kind, country, role)


@pytest.mark.parametrize(("marked", "name"), REFERENCES)
def test_whom_a_later_word_means(parsed, marked, name):
    identity = resolve(parsed, marked)
    assert identity.name == name
    assert identity.actor_id is not None


def test_a_former_office_does_not_speak_for_the_state(parsed):
    assert resolve(parsed, "[Antony Blinken] kam.", day=date(2026, 1, 1)).role == "unknown"
    assert resolve(parsed, "[Antony Blinken] kam.").role == "official"


def test_without_a_parse_names_and_offices_still_resolve(plain):
    doc = plain("Der russische Außenminister Sergej Lawrow kam. Das sagte ein Sprecher des Weißen Hauses.")
    index = link_actors(doc, mention_rows(doc))
    assert index.identify(0, 41).name == "Sergej Lawrow"
    assert index.identify(58, 88)[1:5] == ("Weißes Haus", "organisation", "US", "official")


def test_rows_keep_the_contract(parsed):
    doc = parsed("Tokajew traf Blinken. Tokayev dankte der NATO, Kasachstan schwieg.", day=DAY)
    rows = link_actors(doc, mention_rows(doc)).rows
    tables.check("actors", tables.frame("actors", rows))
    assert [row.actor_id for row in rows] == [f"a{number}" for number in range(1, len(rows) + 1)]
    first = rows[0]
    assert (first.name, first.country, first.n_mentions) == ("Kassym-Jomart Tokajew", "KZ", 2)
    assert first.variants == ("Tokajew", "Tokayev")
    assert {row.kind for row in rows} == {"person", "state", "organisation"}


def test_without_a_date_the_office_is_marked_uncertain(parsed):
    doc = parsed("Putin traf Blinken.")
    assert link_actors(doc, mention_rows(doc)).rows[0].office == "Präsident (Datum unbekannt)"
    doc = parsed("Putin traf Blinken.", day=DAY)
    assert link_actors(doc, mention_rows(doc)).rows[0].office == "Präsident"


def test_an_empty_document(parsed, plain):
    for doc in (parsed(""), plain("")):
        index = link_actors(doc, mention_rows(doc))
        assert index.rows == []
        assert index.identify(0, 0).kind == "anonymous"


def test_the_same_input_gives_the_same_rows(parsed):
    text = "Putin traf Xi. Er sprach mit der NATO über Russland, so Experten der EU."
    rows = [link_actors(doc, mention_rows(doc)).rows for doc in (parsed(text, day=DAY), parsed(text, day=DAY))]
    assert rows[0] == rows[1]
