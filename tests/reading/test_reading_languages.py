"""Languages: a text that is not German is refused, a mixed one read in its German parts; German is never refused."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.main import get_command

from analysis.annotate import annotate
from analysis.cli import app, main
from analysis.errors import ForeignTextError, ReadingError
from analysis.pipeline import Options
from analysis.reading import Document, ReadingFailure, iter_documents, read_document
from analysis.reading.function_words import find_words, german_name, script_language
from analysis.reading.languages import judge, keep_german, mark_foreign
from analysis.reading.segments import find_segments
from analysis.tables import Segment

ENGLISH = (
    "The president of Kazakhstan said on Tuesday that his country would stand with its neighbours. "
    "He also met the ministers of the region and spoke about trade, water and security in the capital."
)
FOREIGN = {
    "English": ENGLISH,
    "French": "Le président du Kazakhstan a déclaré mardi que son pays restera aux côtés de ses voisins. Il a aussi "
    "rencontré les ministres de la région et parlé avec eux du commerce et de la sécurité dans la capitale.",
    "Dutch": "De president van Kazachstan heeft dinsdag gezegd dat zijn land naast de buren blijft staan. Hij "
    "sprak ook "
    "met de ministers uit de regio over handel, water en veiligheid in de hoofdstad van het land.",
    "Spanish": "El presidente de Kazajistán dijo el martes que su país se quedará al lado de sus vecinos. "
    "También habló "
    "con los ministros de la región sobre el comercio y la seguridad en la capital del país.",
    "Italian": "Il presidente del Kazakistan ha detto martedì che il suo paese resterà accanto ai vicini. Ha anche "
    "incontrato i ministri della regione e ha parlato con loro di commercio e di sicurezza nella capitale.",
    "Portuguese": "O presidente do Cazaquistão disse na terça-feira que o seu país vai ficar ao lado dos vizinhos. Ele "
    "também falou com os ministros da região sobre o comércio e a segurança na capital do país.",
    "Polish": "Prezydent Kazachstanu powiedział we wtorek, że jego kraj pozostanie przy swoich sąsiadach. Spotkał się "
    "także z ministrami regionu i rozmawiał z nimi o handlu oraz o bezpieczeństwie w stolicy, które jest ważne.",
    "Czech": "Prezident Kazachstánu řekl v úterý, že jeho země zůstane při svých sousedech. Setkal se také s ministry "
    "regionu a mluvil s nimi o obchodu, který je pro zemi důležitý, a o bezpečnosti v hlavním městě.",
    "Turkish": "Kazakistan cumhurbaşkanı salı günü ülkesinin komşularının yanında olduğunu söyledi. Bölge "
    "bakanları ile "
    "de görüştü ve başkentte ticaret için bir plan var dedi, ama bu plan daha çok güvenlik için.",
    "Danish": "Kasakhstans præsident sagde tirsdag, at landet vil blive ved naboernes side. Han mødte også "
    "ministrene fra "
    "regionen og talte med dem om handel og sikkerhed i hovedstaden, som ikke er stor.",
    "Swedish": "Kazakstans president sade på tisdagen att landet ska stå vid grannarnas sida. Han träffade också "
    "ministrarna från regionen och talade med dem om handel och säkerhet i huvudstaden, som inte är stor.",
    "Romanian": "Președintele Kazahstanului a spus marți că țara sa va fi alături de vecini. El a vorbit și cu "
    "miniștrii "
    "din regiune despre comerț și despre securitate, care este importantă pentru capitală.",
    "Hungarian": "Kazahsztán elnöke kedden azt mondta, hogy az ország a szomszédok mellett áll. Találkozott a régió "
    "minisztereivel is, és a kereskedelem volt a téma, de a biztonság sem maradt ki, ami nem meglepő.",
    "Uzbek": "Qozog‘iston prezidenti seshanba kuni mamlakati qo‘shnilari bilan ekanini aytdi. U mintaqa "
    "vazirlari bilan "
    "ham uchrashdi va savdo haqida gapirdi, bu esa xavfsizlik uchun muhim edi, deb yozdi matbuot.",
    "Russian": "Президент Казахстана заявил во вторник, что его страна останется рядом с соседями. Он также встретился "
    "с министрами региона и говорил с ними о торговле и безопасности в столице.",
    "Ukrainian": "Президент Казахстану заявив у вівторок, що його країна залишиться поруч із сусідами. Він "
    "також зустрівся "
    "з міністрами регіону і говорив з ними про торгівлю та безпеку у столиці.",
    "Kazakh": "Қазақстан президенті сейсенбі күні елінің көршілерімен бірге болатынын айтты. Ол өңір министрлерімен де "
    "кездесіп, сауда мен қауіпсіздік туралы әңгімелесті, бұл елорда үшін маңызды деді.",
}  # fmt: skip
GERMAN = {
    "news": "Der Präsident von Kasachstan sagte am Dienstag, sein Land werde an der Seite der Nachbarn bleiben.",
    "capitals": "DER PRÄSIDENT VON KASACHSTAN SAGTE, DASS SEIN LAND AN DER SEITE DER NACHBARN BLEIBEN WIRD.",
    "ascii": "Der Praesident fuer die Region erklaerte, dass sein Land ueber die Grenze blicken muesse und wolle.",
    "decomposed": "Der Präsident für die Region sagte, dass über den Sommer hinaus nichts gelöst wäre.",
    "soft": "Der Prä\u00adsi\u00addent sag\u00adte, dass sei\u00adne Re\u00adgie\u00adrung mit den "
    "Nach\u00adbarn re\u00addet.",
    "swiss german": "De Präsident het am Zyschtig gseit, dass sis Land bi de Nachbere blibt und dass mer nöd vo dr "
    "Schwiz redt, wo au öppis wott.",
    "low german": "De Präsident hett an'n Dingsdag seggt, dat sien Land bi de Navers blifft un dat wi nich "
    "blots vun de "
    "Welt snackt, man ok vun de Lüüd.",
    "names": "Antony Blinken, Sergei Lawrow, Wang Yi, Kassym-Schomart Tokajew, Schawkat Mirsijojew und Sadyr "
    "Dschaparow",
    "english names": "Das Foreign Office, das State Department, die New York Times, die Washington Post, die Bank of "
    "England und der Guardian lobten Bischkek für The Making of the Silk Road.",
    "quotation": "„We stand with the people of Kazakhstan and with all who are for the peace of the world“, "
    "sagte Blinken.",
    "quotation with so": "So Blinken auf dem Flug: “We are with you and we will be with you as long as it takes.”",
    "dutch neighbour": "In Den Haag, wo der Rat tagt, war die Antwort klar: Man will in der Sache keine Eile haben.",
    "headline style": "Regierung in Astana unter Druck, Rat in Brüssel will Antwort, Opposition droht mit Streik",
}  # fmt: skip


def read(text: str, **options: bool) -> tuple[list[str], tuple[str, ...]]:
    segments, remarks = keep_german(text, find_segments(text, doc_id="d"), **options)
    return [segment.kind for segment in segments], remarks


@pytest.mark.parametrize("language", FOREIGN)
def test_a_text_in_another_language_is_refused(language: str) -> None:
    with pytest.raises(ReadingError, match=rf"^The text is {language}, not German; .*--any-language"):
        read(f"Kasachstan 2023\n\n{FOREIGN[language]}")


@pytest.mark.parametrize("kind", GERMAN)
def test_german_is_kept_as_it_is(kind: str) -> None:
    text = f"{GERMAN[kind]}\n\n{GERMAN[kind]}"
    segments = find_segments(text, doc_id="d")
    kept, remarks = keep_german(text, segments)
    assert kept == segments
    assert judge(GERMAN[kind]).foreign is None
    assert [remark for remark in remarks if "passages" not in remark] == []


@pytest.mark.parametrize("language", FOREIGN)
def test_a_mixed_text_is_read_in_its_german_parts(language: str) -> None:
    text = f"Zwei Sprachen\n\n{FOREIGN[language]}\n\n{GERMAN['news']}\n\n{GERMAN['names']} schweigen zu der Sache."
    kinds, remarks = read(text)
    assert kinds == ["title", "boilerplate", "lead", "paragraph"]
    assert remarks == (f"1 of 3 paragraphs is {language} and is left out",)


def test_several_languages_and_several_paragraphs() -> None:
    text = "\n\n".join([GERMAN["news"], ENGLISH, FOREIGN["Russian"], ENGLISH, GERMAN["news"], GERMAN["capitals"]])
    kinds, remarks = read(text)
    assert kinds == ["lead", "boilerplate", "boilerplate", "boilerplate", "paragraph", "paragraph"]
    assert remarks == ("3 of 6 paragraphs are English or Russian and are left out",)


def test_any_language_neither_refuses_nor_marks_but_says_so() -> None:
    kinds, remarks = read(f"Astana\n\n{ENGLISH}", any_language=True)
    assert kinds == ["title", "lead"]
    assert remarks == ("paragraphs in other languages (English: 1) are analysed all the same",)
    assert read(GERMAN["news"], any_language=True)[1] == ()


@pytest.mark.parametrize(
    "text",
    [
        "", "   ", "42 Tote", "Kasachstan", "Russia is our friend.", "We stand with Kazakhstan and with you.",
        "Russia is our friend", "Der Kreml schweigt.", "„Russia is our friend“, sagte er.", "Tokajew: No comment.",
        "Astana 12 14 17\n\nTaschkent 3 4 5\n\nBischkek 8 9 9", "Washington (dpa) – Blinken: We will not go.",
        "a " * 200, "x" * 500, "la la la la la la la", "in in in in in in in in in in",
    ],
)  # fmt: skip
def test_short_texts_numbers_and_names_are_never_refused(text: str) -> None:
    assert "boilerplate" not in read(text)[0]


def test_a_text_of_short_lines_is_judged_as_a_whole() -> None:
    lines = ["He was in the capital.", "It was cold and dark.", "They are not with us.", "We will see what he said."]
    with pytest.raises(ReadingError, match="is English"):
        read("\n\n".join([*lines, "That is all there was to it."]))
    assert "boilerplate" not in read("\n\n".join([*lines, "Der Rat hat das nicht bestätigt."]))[0]


def test_passages_in_german_paragraphs_are_told() -> None:
    text = (
        "Blinken sagte: „We stand with Kazakhstan and Uzbekistan. Russia must leave the country.“ Tokajew "
        "antwortete in "
        "seiner Rede: „Мы уважаем Россию и Китай.“ Das Foreign Office und das State Department schwiegen dazu."
    )
    kinds, remarks = read(text)
    assert kinds == ["lead"]
    assert remarks == (
        "passages in other languages (English: 1, Russian: 1) stand in German paragraphs and are read as if they were "
        "German",
    )


def test_quotations_alone_do_not_decide() -> None:
    text = f"Zitate\n\n„{ENGLISH}“\n\nTokajew antwortete darauf in der Hauptstadt mit einem Nein."
    assert "boilerplate" not in read(text)[0]


def test_an_unknown_language_is_told_not_refused() -> None:
    text = "mbo gana sidu kelwa tarun opile mekusa rondi felta supan girot hesal " * 5
    assert read(text.strip() + ".")[1] == ("hardly any German function words were found; is the text German?",)


def test_segments_without_running_text_stay() -> None:
    segments = (Segment("d", "s1", "title", 0, len(ENGLISH)),)
    assert mark_foreign(ENGLISH, segments) == (segments, ())


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("", None), ("Astana", None), ("Ω", None), ("Москва и Астана", "Russian"), ("Київ і Львів", "Ukrainian"),
        ("Қазақстан елі", "Kazakh"), ("Αθήνα και", "Greek"), ("თბილისი", "Georgian"), ("서울에서", "Korean"),
        ("Ο Putin ist in Moskau (Москва)", None),
    ],
)  # fmt: skip
def test_scripts(text: str, language: str | None) -> None:
    assert script_language(text) == language


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=400))
def test_any_string_gets_a_judgement_and_segments_keep_their_offsets(text: str) -> None:
    segments = find_segments(text, doc_id="d")
    kept, _ = mark_foreign(text, segments)
    assert [(s.segment_id, s.start, s.end) for s in kept] == [(s.segment_id, s.start, s.end) for s in segments]


@pytest.mark.parametrize("text", ["„" * 100_000, '"a' * 100_000, "the “" * 50_000, "»of the " * 50_000, "и" * 200_000])
def test_hostile_texts_cost_linear_time(text: str) -> None:
    begin = time.process_time()
    judge(text)
    keep_german(text, (Segment("d", "s1", "lead", 0, len(text)),), any_language=True)
    mark_foreign(text, (Segment("d", "s1", "lead", 0, len(text)),))
    assert time.process_time() - begin < 3


def test_a_script_without_spaces() -> None:
    assert (
        judge(
            "哈萨克斯坦总统星期二表示，他的国家将与邻国站在一起。他还会见了该地区的部长们，并在首都讨论了贸易和安全问题。"
        ).foreign
        == "Chinese"
    )
    assert judge("Präsident Xi Jinping (习近平) reiste nach Astana.").foreign is None


def test_words_are_folded() -> None:
    assert find_words("SEI\u00adNE fu\u0308r 12 US-Länder") == ["seine", "für", "us", "länder"]


def test_every_way_in_refuses_and_can_be_told_not_to(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text(f"Astana\n\n{ENGLISH}", "utf-8")
    with pytest.raises(ForeignTextError, match="is English") as caught:
        read_document(file)
    assert caught.value.language == "English"
    assert read_document(file, any_language=True).text.startswith("Astana")
    (failure,) = iter_documents(file)
    assert isinstance(failure, ReadingFailure)
    assert failure.reason.startswith("The text is English, not German")
    (document,) = iter_documents(file, any_language=True)
    assert isinstance(document, Document)
    assert document.remarks == ("paragraphs in other languages (English: 1) are analysed all the same",)


def test_annotate_gives_an_error_record_and_goes_on() -> None:
    lines = [
        json.dumps({"doc_id": name, "text": text}).encode() for name, text in (("a", ENGLISH), ("b", "Es regnet."))
    ]
    first, second = annotate(lines)
    assert first["error"] is not None
    assert first["error"].startswith("Line 1: The text is English, not German")
    assert (first["segments"], second["error"]) == ([], None)
    assert all(record["error"] is None for record in annotate(lines, options=Options(any_language=True)))


def test_the_app_says_it_in_its_language() -> None:
    source = pytest.importorskip("analysis.explore.source")
    for lang, message in (("de", "nicht auf Deutsch, sondern auf Englisch"), ("en", "not in German but in English")):
        with pytest.raises(ReadingError, match=message):
            source.read_input(ENGLISH, lang=lang)


def test_names_of_languages() -> None:
    assert [german_name(name) for name in ("Dutch", "Kazakh", "Elvish")] == ["Niederländisch", "Kasachisch", "Elvish"]


def test_the_command_refuses_before_it_writes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "a.txt"
    file.write_text(ENGLISH, "utf-8")
    with pytest.raises(SystemExit) as caught:
        main(["analyse", str(file), "--out", str(tmp_path / "out")])
    assert caught.value.code == 2
    assert "is English, not German; mittellage reads German only" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("command", ["analyse", "annotate", "corpus"])
def test_the_option_stands_with_every_command_that_reads(command: str) -> None:
    names = {option for parameter in get_command(app).commands[command].params for option in parameter.opts}  # type: ignore[attr-defined]
    assert "--any-language" in names
