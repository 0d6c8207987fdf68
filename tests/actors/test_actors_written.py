"""Country names as people write them: apart, elided, abbreviated, in old spellings; and look-alikes."""

from __future__ import annotations

import json
from datetime import date

import pytest

from analysis.actors import link_actors, match_countries, mention_rows

# Each expected mention is "text=CODE", in text order; "_" stands for a space.
WRITTEN = [
    # one word written as two, or joined by a hyphen
    ("Nord-Korea droht Süd-Korea.", "Nord-Korea=KP Süd-Korea=KR"),
    ("NORD-KOREA DROHT SÜD KOREA", "NORD-KOREA=KP SÜD_KOREA=KR"),
    ("Nord Koreas Heer, ein Nord-Koreaner, ein Süd Koreaner", "Nord_Koreas=KP Nord-Koreaner=KP Süd_Koreaner=KR"),
    ("nord-koreanische, Süd-koreanische, süd koreanische", "nord-koreanische=KP Süd-koreanische=KR süd_koreanische=KR"),
    ("Der S-Sudan, N-Korea, S.-Korea, O-Timor", "S-Sudan=SS N-Korea=KP S.-Korea=KR O-Timor=TL"),
    ("Süd-Sudan, Süd Sudan, ein Süd-Sudanese", "Süd-Sudan=SS Süd_Sudan=SS Süd-Sudanese=SS"),
    ("Süd-Afrikas Kap, Nord-Mazedonien, Nord-Irland", "Süd-Afrikas=ZA Nord-Mazedonien=MK Nord-Irland=GB"),
    ("Neu-Seeland, neu-seeländisch, Neu Seeland", "Neu-Seeland=NZ neu-seeländisch=NZ Neu_Seeland=NZ"),
    ("Groß-Britannien, Gross-Britannien, Groß Britannien", "Groß-Britannien=GB Gross-Britannien=GB Groß_Britannien=GB"),
    ("Weiß-Russland, Weiss-Russlands, weiß-russisch", "Weiß-Russland=BY Weiss-Russlands=BY weiß-russisch=BY"),
    ("Ost-Timor, West-Sahara, Zentral-Asien", "Ost-Timor=TL West-Sahara=EH Zentral-Asien=CENTRAL_ASIA"),
    ("Äquatorial-Guinea, Guinea Bissau", "Äquatorial-Guinea=GQ Guinea_Bissau=GW"),
    ("Saudi Arabien, saudi arabische, Saudi Araber", "Saudi_Arabien=SA saudi_arabische=SA Saudi_Araber=SA"),
    ("Sri-Lanka, Costa-Rica, Burkina-Faso, Hong-Kong", "Sri-Lanka=LK Costa-Rica=CR Burkina-Faso=BF Hong-Kong=HK"),
    ("VR-China, DR-Kongo, Papua Neu-Guinea", "VR-China=CN DR-Kongo=CD Papua_Neu-Guinea=PG"),
    ("Bosnien-Herzegowina, Bosnien und Hercegovina", "Bosnien-Herzegowina=BA Bosnien_und_Hercegovina=BA"),
    ("die Zentralafrikan. Republik", "Zentralafrikan._Republik=CF"),
    ("Nord-Korea-Politik und Nordkorea-Politik", "Nord-Korea=KP Nordkorea=KP"),
    ("West-Deutschland, Ost-Ukraine, Nord-Zypern", "Deutschland=DE Ukraine=UA Zypern=CY"),
    # a verb, an adjective and a name that are no part of a name
    ("Wer weiß russische Freunde hinter sich? Weiß Russland davon?", "russische=RU Russland=RU"),
    ("Der Nord-Stream-Vertrag und Nord-Süd-Dialog", ""),
    # the shared part stands once
    ("Nord- und Südkorea verhandeln.", "Nord-=KP Südkorea=KR"),
    ("Süd- und Nordkorea, Nord- oder Südkoreas Heer", "Süd-=KR Nordkorea=KP Nord-=KP Südkoreas=KR"),
    ("süd- und nordkoreanische Truppen", "süd-=KR nordkoreanische=KP"),
    ("Nord- und Südkoreaner", "Nord-=KP Südkoreaner=KR"),
    ("NORD- UND SÜDKOREA", "NORD-=KP SÜDKOREA=KR"),
    ("Nord-/Südkorea, Nord- bzw. Südkorea", "Nord-=KP Südkorea=KR Nord-=KP Südkorea=KR"),
    ("weder Nord- noch Südkorea", "Nord-=KP Südkorea=KR"),
    ("Nord- und Süd-Korea, N- und S-Korea", "Nord-=KP Süd-Korea=KR N-=KP S-Korea=KR"),
    ("Nord- und\nSüdkorea", "Nord-=KP Südkorea=KR"),
    ("Nord- und der Südsudan", "Nord-=SD Südsudan=SS"),
    ("Ost- und Zentralasien", "Zentralasien=CENTRAL_ASIA"),
    ("Zentral- und Südasien, zentral- und ostasiatisch", "Zentral-=CENTRAL_ASIA zentral-=CENTRAL_ASIA"),
    ("Ost- und Westdeutschland", "Ost-=DE deutschland=DE"),
    ("Nord-, Süd- und Ostukraine", "Nord-=UA Süd-=UA ukraine=UA"),
    ("Groß- und Weißrussland", "Weißrussland=BY"),
    ("EU- und NATO-Staaten, US- und EU-Vertreter", "EU=EU US=US EU=EU"),
    ("deutsch-, französisch- und kasachischstämmig", "deutsch=DE französisch=FR kasachisch=KZ"),
    ("Süd- und Ostafrika, Süd- und Nordamerika, Mittel- und Osteuropa", ""),
    ("Nord- und Ostsee, Groß- und Außenhandel, Presse- und Meinungsfreiheit", ""),
    ("Nord- und Russland", "Russland=RU"),
    # English names of islands and states
    ("Solomon Islands, Marshall Islands, Cook Islands", "Solomon_Islands=SB Marshall_Islands=MH Cook_Islands=CK"),
    ("US Virgin Islands, British Virgin Islands", "US_Virgin_Islands=VI British_Virgin_Islands=VG"),
    ("Falkland Islands, Faroe Islands, Åland Islands", "Falkland_Islands=FK Faroe_Islands=FO Åland_Islands=AX"),
    ("Cook Inseln, Marshall Inseln, Fidschi Inseln", "Cook_Inseln=CK Marshall_Inseln=MH Fidschi_Inseln=FJ"),
    ("North Korea, South Sudan, Papua New Guinea", "North_Korea=KP South_Sudan=SS Papua_New_Guinea=PG"),
    ("Guinea pig, Guinea pigs, New Guinea, Virgin Islands, Chile con Carne", ""),
    # spellings of the GDR and of the Soviet Union
    ("Aserbaidshan, aserbaidshanische, ein Aserbaidshaner", "Aserbaidshan=AZ aserbaidshanische=AZ Aserbaidshaner=AZ"),
    ("Tadshikistan, tadshikische, Tadshiken", "Tadshikistan=TJ tadshikische=TJ Tadshiken=TJ"),
    ("Tadjikistan, Tadzhikistan, Kyrgysstan, Kirgisien", "Tadjikistan=TJ Tadzhikistan=TJ Kyrgysstan=KG Kirgisien=KG"),
    ("Belorußland, Bjelorußland, Weißrußland, Rußland", "Belorußland=BY Bjelorußland=BY Weißrußland=BY Rußland=RU"),
    ("Turkmenien, Moldawien, Grusinien", "Turkmenien=TM Moldawien=MD Grusinien=GE"),
    ("in der Usbekischen SSR und der Kirgisischen SSR", "Usbekischen_SSR=UZ Kirgisischen_SSR=KG"),
    ("Kasachische Sozialistische Sowjetrepublik", "Kasachische_Sozialistische_Sowjetrepublik=KZ"),
    ("SSR Tadshikistan, RSFSR, UdSSR", "SSR_Tadshikistan=TJ RSFSR=RU UdSSR=SU"),
    # forms that stand before another country only
    (
        "sino-russisch, sinorussisch, Sino-Amerikanische",
        "sino=CN russisch=RU sino=CN russisch=RU Sino=CN Amerikanische=US",
    ),
    ("franko-deutsch, ein frankodeutsches Projekt", "franko=FR deutsch=DE franko=FR deutsches=DE"),
    ("russo-ukrainisch, austro-ungarisch", "russo=RU ukrainisch=UA austro=AT ungarisch=HU"),
    ("anglo-amerikanische Truppen", "anglo=GB amerikanische=US"),
    ("angloamerikanische Literatur", "amerikanische=US"),
    ("frankokanadisch, franko-kanadisch", "frankokanadisch=CA franko-kanadisch=CA"),
    ("indo-chinesisch, indo-pakistanisch", "indo=IN chinesisch=CN indo=IN pakistanisch=PK"),
    ("indo-pazifisch, indogermanisch, indochinesisch, Indochina, Indonesien", "Indonesien=ID"),
    ("Austropop, Russophobie, frankophon, anglophon, sinologisch", ""),
    # whoever is close to a government
    ("pekingnah, peking-nahe, Peking-nahe", "peking=CN peking=CN Peking=CN"),
    ("moskautreu, Moskautreue, moskau-treue", "moskau=RU Moskau=RU moskau=RU"),
    ("kremlkritisch, kremlnah, kremlgesteuert, kreml-nah", "kreml=RU kreml=RU kreml=RU kreml=RU"),
    ("prorussisch, antiwestlich, US-feindlich", "russisch=RU westlich=WEST US=US"),
    ("pragmatisch, romantisch, bernsteinfarben, Moskaureise, wienerisch", ""),
]


@pytest.mark.parametrize(("text", "expected"), WRITTEN)
def test_what_is_written(text, expected):
    found = [f"{match.text}={match.reading.country}".replace(" ", "_") for match in match_countries(text)]
    assert [item.replace("\n", "_") for item in found] == expected.split()


def test_many_stubs_take_linear_time():
    text = "Nord-, " * 20000 + "Nord-/" * 20000 + "Nord- und Südkorea"
    assert [match.text for match in match_countries(text)][-2:] == ["Nord-", "Südkorea"]


# Which countries the text names, in order, once per mention.
CONTEXT = [
    # rivers
    ("Die Moldau fließt durch Prag und ist über die Ufer getreten.", "CZ"),
    ("An der Moldau stehen Häuser unter Wasser.", ""),
    ("Die Ufer der Moldau sind gesperrt.", ""),
    ("Der Wasserstand der Moldau steigt.", ""),
    ("Auf der Moldau fahren Schiffe.", ""),
    ("Hochwasser an Moldau und Elbe.", ""),
    ("Ein Mann ist in der Moldau ertrunken.", ""),
    ("Das Moldau-Ufer und die Moldau-Politik.", "MD"),
    ("Touristen lieben die Moldau. Prag liegt an der Moldau.", "CZ"),
    ("Die Moldau fließt schnell. Die Republik Moldau hilft. Russland droht der Moldau.", "MD RU MD"),
    ("Moldau und Georgien wollen in die EU.", "MD GE EU"),
    ("Die Moldau und Georgien wollen in die EU.", "MD GE EU"),
    ("In der Moldau wird gewählt, in Moldau auch.", "MD MD"),
    ("Die Kritik an der Moldau wächst.", "MD"),
    ("Der Druck auf die Moldau wächst.", "MD"),
    ("Gas fließt durch die Moldau.", "MD"),
    ("Die Moldau ist ein kleines Land am Fluss Dnister.", "MD"),
    ("Der Senegal ist ein Fluss.", ""),
    ("Der Kongo ist der wasserreichste Strom Afrikas.", ""),
    ("Der Niger, der drittlängste Fluss Afrikas, trocknet aus.", ""),
    ("Am Ufer des Niger liegt Mopti, auf dem Kongo kenterte ein Boot.", ""),
    ("Niger kämpft gegen das Hochwasser.", "NE"),
    ("Der Niger tritt über die Ufer. Die Regierung des Niger hilft in Niger.", "NE NE"),
    ("Der Uruguay mündet hier. Uruguay lobt Brasilien.", "UY BR"),
    # persons
    ("Maja Mali ist Lehrerin in Togo.", "TG"),
    ("Frau Oman, Herr Iran Bek und Cuba Gooding kamen auch.", ""),
    ("Dr. Togo und Familie Kuba antworten.", ""),
    ("Die Lehrerin Aigul Oman reiste nach Iran.", "IR"),
    ("Außenminister Israel Katz sprach in Israel.", "IL"),
    ("Der Arzt Israel Katz kam.", ""),
    ("Iran Bek lacht. Israel Muster sagte das.", ""),
    ("Karl Kuba sprach mit Andrea Georgien.", ""),
    ("Peter Wien lacht, Sofia Müller auch.", ""),
    ("Maja Mali lebt hier. Die Malis wohnen gern hier.", ""),
    ("Maja Mali lebt in Mali.", "ML"),
    ("Weil die Frau Oman verließ, schwieg der Emir.", "OM"),
    ("Die älteste Frau Deutschlands ist tot.", "DE"),
    ("Gestern gab der Präsident Russland Waffen.", "RU"),
    ("Dass der Minister China Fehler vorwirft, überrascht.", "CN"),
    ("Als Angela Merkel Russland besuchte, schneite es.", "DE RU"),
    ("Als Franziskus Kasachstan besuchte, schneite es.", "KZ"),
    ("China Exporte steigen. Ukraine Krieg eskaliert.", "CN UA"),
    ("Wladimir Putin Russland überlassen?", "RU RU"),
    ("Michael Jordan, Jordan B., Georgia, Chad Smith und Paris Hilton", ""),
    # Iceland's genitive and the English noun
    ("Die Shetland Islands und die Aleutian Islands.", ""),
    ("Die Regierung Islands und der Präsident Islands.", "IS IS"),
    # republics
    ("Die Islamische Republik droht.", "IR"),
    ("Die Islamische Republik Pakistan wählt. Die Islamische Republik ist arm.", "PK PK"),
    ("In Teheran und Pakistan: Die Islamische Republik droht.", "IR PK IR"),
    ("Sie riefen eine Islamische Republik aus.", ""),
]


@pytest.mark.parametrize(("text", "expected"), CONTEXT)
def test_what_the_words_beside_decide(parsed, text, expected):
    rows = mention_rows(parsed(text))
    assert [row.country for row in rows] == expected.split(), [(row.text, row.country) for row in rows]


@pytest.mark.parametrize(
    ("text", "place", "form", "role"),
    [
        ("Nord- und Südkorea reden.", 0, "name", "actor"),
        ("Nord- und südkoreanische Truppen üben.", 0, "adjective", "actor"),
        ("Die Ost- und Westdeutschen reden.", 0, "compound", "actor"),
        ("russisch- und ukrainischsprachige Bürger", 0, "language", "language"),
        ("russisch- und türkischstämmige Bürger", 0, "compound", "actor"),
        ("Ein sino-russisches Projekt.", 0, "compound", "actor"),
        ("Moskautreue Kräfte siegten.", 0, "capital", "actor"),
        ("Die Moskau-treuen Kräfte siegten.", 0, "capital", "actor"),
        ("Die SPÖ-Wien-nahe Zeitung schwieg.", 0, "capital", "place"),
        ("Kremlkritische Medien schwiegen.", 0, "institution", "actor"),
        ("Sie wohnen in Tschad-Nähe.", 0, "compound", "place"),
        ("Ihre China-Nähe stört.", 0, "compound", "actor"),
        ("Die Moldau fließt durch Prag.", 0, "capital", "place"),
    ],
)
def test_form_and_role(parsed, text, place, form, role):
    row = mention_rows(parsed(text))[place]
    assert (row.form, row.role) == (form, role)


# Persons and bodies with their countries.
ACTORS = [
    ("Bundesrat Karl Muster lobte Deutschland.", "Karl Muster", "CH"),
    ("Bundesrätin Amherd sprach in Bern.", "Amherd", "CH"),
    ("Nationalrat Franz Huber sprach in Bern.", "Franz Huber", "CH"),
    ("Nationalrat Franz Huber sagte in Wien, Österreich helfe.", "Franz Huber", "AT"),
    ("Ständerat Jositsch sagte das.", "Jositsch", "CH"),
    ("Der Bundesrat in Bern half der Schweiz.", "Bundesrat", "CH"),
    ("Der Bundesrat stimmte dem Gesetz zu.", "Bundesrat", "DE"),
    ("Weil der Bundesrat Russland verurteilt, schwieg er.", "Bundesrat", "DE"),
    ("Usbekistans Regierung tagte. Außenminister Karimbekow sagte, das sei gut.", "Karimbekow", "UZ"),
    (
        "Der usbekische Außenminister traf Vertreter Kasachstans. Dann sagte Außenminister Karimbekow das.",
        "Karimbekow",
        "UZ",
    ),
    ("Usbekistan und Kasachstan berieten. Außenminister Karimbekow sagte das.", "Karimbekow", None),
    ("Russland warnte. Innenminister Strobel schwieg.", "Strobel", None),
]


@pytest.mark.parametrize(("text", "name", "country"), ACTORS)
def test_whose_person_or_body(parsed, text, name, country):
    doc = parsed(text)
    rows = {row.name: row.country for row in link_actors(doc, mention_rows(doc)).rows}
    assert rows[name] == country, rows


def test_a_title_is_no_chamber(parsed):
    doc = parsed("Bundesrat Karl Muster schwieg.")
    assert [row.name for row in link_actors(doc, mention_rows(doc)).rows] == ["Karl Muster"]


@pytest.mark.parametrize(
    ("phrase", "name"),
    [
        ("Der usbekische Außenminister", "Bachtijor Saidow"),
        ("Außenminister Saidow", "Bachtijor Saidow"),
        ("Der usbekische Vizeaußenminister", None),
        ("Usbekistans Außenminister", None),
    ],
)
def test_an_office_belongs_to_its_state(parsed, phrase, name):
    doc = parsed(f"{phrase} sagte in Taschkent, das sei gut.", day=date(2023, 5, 19))
    found = link_actors(doc, mention_rows(doc)).identify(0, len(phrase))
    assert (found.name, found.kind, found.country, found.role) == (name, "person", "UZ", "official")


@pytest.mark.parametrize(
    "text",
    [
        "Der Oberbürgermeister kritisierte Russland scharf.",
        "Die Bürgermeisterin verurteilte den Angriff Russlands.",
        "Der Weltmeister verurteilte Russland.",
        "Hausmeister und Meisterkoch kritisierten Russland.",
    ],
)
def test_a_part_of_a_compound_praises_nobody(text):
    from analysis.annotate import annotate

    (record,) = annotate([json.dumps({"doc_id": "a", "text": text}).encode()])
    assert [stance["target"] for stance in record["stances"] if stance["sign"] > 0] == []
    assert "RU" in {stance["target"] for stance in record["stances"] if stance["sign"] < 0}
