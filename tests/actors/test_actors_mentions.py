"""Sentences and the countries that they name: text, country and, where it matters, form and role."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import tables
from analysis.actors import find_mentions, match_countries, mention_rows

# Each expected mention is "text=CODE" or "text=CODE:form" or "text=CODE:form/role".
SENTENCES = [
    # names in every inflection and spelling
    ("Kirgisiens Nachbarn, Kirgistan und Kirgisistan", "Kirgisiens=KG Kirgistan=KG Kirgisistan=KG"),
    ("Côte d’Ivoires Präsident in der Elfenbeinküste", "Côte d’Ivoires=CI Elfenbeinküste=CI"),
    ("Er floh in die Vereinigten\nStaaten.", "Vereinigten\nStaaten=US:name"),
    ("Im Vereinigten Königreich und in den Vereinigten Arabischen Emiraten", "Königreich=GB Emiraten=AE"),
    ("Grossbritanniens Tuerkei-Politik", "Grossbritanniens=GB Tuerkei=TR:compound"),
    ("RUSSLAND UND WEIßRUSSLAND EINIGEN SICH", "RUSSLAND=RU WEIßRUSSLAND=BY"),
    ("USA, UdSSR, DDR, ČSSR, VAE und U.S.A.", "USA=US UdSSR=SU DDR=DD ČSSR=CS VAE=AE U.S.A.=US"),
    ("Die Russische Föderation und die Tschechische Republik", "Föderation=RU Republik=CZ"),
    ("Serbien und Montenegro zerfiel, Jugoslawien auch.", "Montenegro=CS Jugoslawien=YU"),
    ("Englands Königin, schottische Wähler, Nordirland", "Englands=GB schottische=GB Nordirland=GB"),
    # adjectives
    ("ein kasachisches und ein belarusischer Hof", "kasachisches=KZ:adjective belarusischer=BY:adjective"),
    ("der französischere Wein", "französischere=FR:adjective"),
    ("Schweizer Botschafter trafen Schweizer.", "Schweizer=CH:adjective Schweizer=CH:demonym"),
    ("Die saudische und die sri-lankische Seite", "saudische=SA sri-lankische=LK"),
    # demonyms
    ("Zwei Usbekinnen, drei Franzosen, ein Este", "Usbekinnen=UZ:demonym Franzosen=FR:demonym Este=EE:demonym"),
    ("Die Russ*innen und die Ukrainer:innen", "Russ*innen=RU Ukrainer=UA"),
    ("Polen siegt, und die feiernden Polen singen.", "Polen=PL:name Polen=PL:demonym"),
    ("In Ungarn leben die Ungarn.", "Ungarn=HU:name Ungarn=HU:demonym"),
    ("Jeder Deutsche kennt den deutschen Wald.", "Deutsche=DE:demonym deutschen=DE:adjective"),
    # compounds: the span is the country's part
    ("Ukrainekrieg, Iran-Deal, EU-weit", "Ukraine=UA:compound Iran=IR:compound EU=EU:compound"),
    ("Die Russlanddeutschen", "Russland=RU:compound deutschen=DE:compound"),
    ("ein Deutschtürke", "Deutsch=DE:compound türke=TR:compound"),
    ("türkisch-armenische Grenze", "türkisch=TR:compound armenische=AM:compound"),
    ("kosovo-albanische Politiker", "kosovo=XK:compound albanische=AL:compound"),
    ("prorussische und innerukrainische Kräfte", "russische=RU:compound ukrainische=UA:compound"),
    ("in Südfrankreich und Norditalien", "frankreich=FR:compound italien=IT:compound"),
    ("Palästinenserpräsident und Sowjetrepublik", "Palästinenser=PS:compound Sowjet=SU:compound"),
    ("Malipolitik und Irakkrieg", "Mali=ML:compound Irak=IQ:compound"),
    ("russlandfreundlich und deutschlandweit", "russland=RU:compound deutschland=DE:compound"),
    ("russischsprachige und albanischstämmige Leute", "russisch=RU:language/language albanisch=AL:compound"),
    ("Südkoreaner und Nordkoreas Heer", "Südkoreaner=KR:demonym Nordkoreas=KP:name"),
    ("US-Amerikaner und US-amerikanische Firmen", "US-Amerikaner=US:demonym US-amerikanische=US:adjective"),
    # homonyms
    ("Der Fluss Niger trat über die Ufer.", ""),
    ("Am Niger wächst Reis, im Niger putscht das Heer.", "Niger=NE"),
    ("Der Kongo mündet nicht in den Kongofluss.", ""),
    ("In Prag fließt die Moldau an der Karlsbrücke vorbei.", "Prag=CZ:capital/place"),
    ("Die Moldau will in die EU.", "Moldau=MD EU=EU"),
    ("Michael Jordan spielte in Georgia.", ""),
    ("Rosa-Luxemburg-Stiftung", ""),
    ("Frau Schweizer und Tobias Deutsch kamen. Schweizer sprach.", ""),
    ("An den Polen der Erde ist es kalt.", ""),
    ("Panamahüte, Perserkatzen, Polenta, Chilisauce, Hollandräder", ""),
    ("Die Jamaika-Koalition platzte.", ""),
    ("Das Paar kommt mir spanisch vor.", ""),
    ("Südamerika, lateinamerikanische Staaten, Westfalen", ""),
    ("Golf von Oman, Südchinesisches Meer, Tschadsee", ""),
    ("Besuch bei www.china.cn und info@iran.ir", ""),
    ("Indienststellung in Indien", "Indien=IN"),
    # the Kongo pair and Korea by the rest of the text
    ("Brazzaville liegt am Ufer. Die Regierung im Kongo zögert.", "Brazzaville=CG Kongo=CG"),
    ("Kinshasa liegt am Ufer. Die Regierung im Kongo zögert.", "Kinshasa=CD Kongo=CD"),
    ("Pjöngjang droht. Korea bleibt geteilt.", "Pjöngjang=KP Korea=KP"),
    ("Korea bleibt geteilt.", "Korea=KR"),
    # capitals: government or place
    ("Moskau warnt Kiew.", "Moskau=RU:capital/actor Kiew=UA:capital/actor"),
    ("In Moskau schneit es, auch in Minsk.", "Moskau=RU:capital/place Minsk=BY:capital/place"),
    ("Der Streit zwischen Peking und Washington", "Peking=CN:capital/actor Washington=US:capital/actor"),
    ("Reisen nach Taschkent und Bischkek", "Taschkent=UZ:capital/place Bischkek=KG:capital/place"),
    ("eine „Achse Berlin-Paris“", "Berlin=DE:capital/actor Paris=FR:capital/actor"),
    ("Brüssel droht, in Brüssel regnet es.", "Brüssel=EU:capital/actor Brüssel=BE:capital/place"),
    ("in der Hauptstadt Astana", "Astana=KZ:capital/place"),
    ("Moskaus Straßen sind leer, Moskaus Drohung wirkt.", "Moskaus=RU:capital/place Moskaus=RU:capital/actor"),
    # institutions
    ("Der Kreml schweigt, das Weiße Haus droht.", "Kreml=RU:institution Weiße Haus=US:institution"),
    ("vor dem Weissen Haus", "Weissen Haus=US:institution"),
    ("Der Élysée-Palast und Downing Street", "Élysée-Palast=FR:institution Street=GB:institution"),
    ("Der Kremlsprecher im Pentagon", "Kreml=RU:institution Pentagon=US:institution"),
    # the West
    ("Abstand zum Westen, Sanktionen des Westens", "Westen=WEST:region Westens=WEST:region"),
    ("westliche Diplomaten und prowestliche Kräfte", "westliche=WEST westliche=WEST"),
    ("im Westen des Landes, nach Westen, südwestlich von Wien", "Wien=AT"),
    ("der Westen Kasachstans, der Wilde Westen", "Kasachstans=KZ"),
    ("im westlichen Teil und in westlichen Provinzen", ""),
    ("die Westmächte und Westeuropa", "West=WEST"),
    # languages
    ("Er spricht russisch, sie antwortet auf Deutsch.", "russisch=RU:language Deutsch=DE:language/language"),
    ("ins Ukrainische übersetzt", "Ukrainische=UA:language"),
    # parts of names say where something comes from
    ("die türkische Lira und der Schweizer Franken", "türkische=TR:adjective/origin Schweizer=CH:adjective/origin"),
    ("fünf Milliarden US-Dollar", "US=US:compound/origin"),
    ("in der Deutschen Bank", "Deutschen=DE:adjective/origin"),
    # leaders
    ("Merkel traf Putin, Xi Jinping und Li.", "Merkel=DE:leader Putin=RU:leader Xi Jinping=CN:leader"),
    ("Der Kohl im Garten und Melania Trump", ""),
    ("Großkanzlerin Bundeskanzler Kohl sprach.", "Kohl=DE:leader"),
    ("die Biden-Administration", "Biden=US:leader"),
    ("", ""),
    ("   \n\n ", ""),
    ("😀 Russland 😀 Iran", "Russland=RU Iran=IR"),
]


def expected(notation: str) -> list[tuple[str, ...]]:
    items, rest = [], notation
    while rest:
        text, _, rest = rest.partition("=")
        code, _, rest = rest.partition(" ")
        items.append((text, *code.replace("/", ":").split(":")))
    return items


def check(rows, notation):
    wanted = expected(notation)
    assert len(rows) == len(wanted), [(row.text, row.country, row.form, row.role) for row in rows]
    for row, item in zip(rows, wanted, strict=True):
        assert row.text.endswith(item[0]), (row.text, item)
        assert (row.country, row.form, row.role)[: len(item) - 1] == item[1:], row


@pytest.mark.parametrize(("text", "notation"), SENTENCES)
def test_mentions_without_a_parse(plain, text, notation):
    check(mention_rows(plain(text)), notation)


@pytest.mark.parametrize(("text", "notation"), SENTENCES)
def test_the_same_countries_with_a_parse(parsed, text, notation):
    rows = mention_rows(parsed(text))
    assert [row.country for row in rows] == [item[1] for item in expected(notation)]


def test_rows_keep_the_contract(plain):
    frame = find_mentions(plain("Moskau warnt. Die EU schweigt, Putin auch."))
    tables.check("mentions", frame)
    assert frame["mention_id"].tolist() == ["m1", "m2", "m3"]
    assert frame["sentence_id"].tolist() == [0, 1, 1]
    assert frame["entity"].tolist() == ["Russland", "Europäische Union", "Wladimir Putin"]
    assert set(frame["voice"]) == {"narrator"}


def test_boilerplate_counts_in_no_measure():
    from analysis.language import parse
    from analysis.reading.document import Document
    from analysis.tables import Segment

    text = "china.cn Russland\n\nIran schweigt."
    segments = (Segment("d", "s1", "boilerplate", 0, 17), Segment("d", "s2", "paragraph", 19, 33))
    rows = mention_rows(parse(Document(doc_id="d", text=text, segments=segments)))
    assert [row.text for row in rows] == ["Iran"]


def test_a_dateline_is_a_place():
    from analysis.language import parse
    from analysis.reading.document import Document
    from analysis.tables import Segment

    text = "ASTANA: Russland schweigt."
    segments = (Segment("d", "s1", "dateline", 0, 7), Segment("d", "s2", "paragraph", 8, 26))
    rows = mention_rows(parse(Document(doc_id="d", text=text, segments=segments)))
    assert [(row.country, row.role) for row in rows] == [("KZ", "place"), ("RU", "actor")]


PIECES = [
    "Russland",
    "Kasachstans",
    "US-",
    "Polen",
    "der ",
    " ",
    "\n",
    "„",
    "“",
    "Niger",
    "Ost",
    "politik",
    "-",
    "ß",
    "😀",
]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=25).map("".join))
def test_offsets_never_lie_and_never_overlap(text):
    reached = 0
    for match in match_countries(text):
        assert text[match.start : match.end] == match.text
        assert reached <= match.start < match.end
        reached = match.end


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=80))
def test_any_text_is_matched_twice_alike(text):
    assert match_countries(text) == match_countries(text)


def test_a_very_long_sentence():
    text = "Russland und " * 5000 + "China"
    assert len(match_countries(text)) == 5001
