"""A user's own entries, and errors that name the line and the remedy."""

from __future__ import annotations

import pytest

from analysis.actors import find_mentions, load_gazetteer, match_countries
from analysis.actors.leaders import leader_table
from analysis.errors import LexiconError, MittellageError


@pytest.fixture
def table(tmp_path):
    def write(text, name="own.tsv"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_own_forms_join_the_package_s(table):
    path = table(
        "code\tname\tvariants\tadjectives\tdemonyms\tmetonyms\nKZ\t\tJurtenland\tsteppisch\tSteppler\tAltyn Orda\n"
    )
    own = load_gazetteer(path)
    text = "Jurtenlands steppische Steppler im Altyn Orda, Russland"
    assert [match.reading.country for match in match_countries(text, gazetteer=own)] == ["KZ"] * 4 + ["RU"]
    assert [match.reading.country for match in match_countries(text)] == ["RU"]


def test_own_persons_join_the_leaders(table, plain):
    path = table(
        "country\tgiven\tsurname\tclass\toffice\tstart\tend\tgender\nKZ\tAsel\tBektursunowa\tforeign_minister\t"
        "Außenministerin\t2030-01-01\t\tf\n"
    )
    own = load_gazetteer(path)
    rows = find_mentions(plain("Asel Bektursunowa kam."), gazetteer=own)
    assert rows[["entity", "country", "form"]].values.tolist() == [["Asel Bektursunowa", "KZ", "leader"]]
    assert find_mentions(plain("Asel Bektursunowa kam.")).empty


BAD = [
    ("", "lacks the column 'code'"),
    ("name\nX\n", "lacks the column 'code'"),
    ("code\tcolour\nKZ\tblau\n", "unknown column 'colour'"),
    ("code\tname\nKAZ\tKasachstan\n", "line 2: unknown country code 'KAZ'"),
    ("code\tname\nKZ\tKasachstan\tzuviel\n", "line 2: 3 cells"),
    ("code\tname\tarticle\nKZ\tKasachstan\tdas da\n", "article 'das da'"),
    ("code\tname\nKZ\t\n", "line 2: the row names nothing"),
    ("code\tname\nKZ\tX\n", "'X' is no name"),
    ("code\tadjectives\nKZ\tkasach\n", "'kasach' has no ending"),
    ("code\tname\n", "has no rows"),
    ("country\tgiven\tsurname\tclass\toffice\tstart\nKZ\tA\tB\tpremier\tPremier\tgestern\n", "'gestern' is no date"),
    ("country\tgiven\tsurname\tclass\toffice\tstart\nKZ\tA\t\tpremier\tPremier\t2020\n", "column 'surname' is empty"),
    (
        "country\tgiven\tsurname\tclass\toffice\tstart\tend\nKZ\tA\tB\tpremier\tPremier\t2020\t2019\n",
        "ends (2019) before",
    ),
    (
        "country\tgiven\tsurname\tclass\toffice\tstart\tgender\nKZ\tA\tB\tpremier\tP\t2020\tx\n",
        "'x' is not one of m, f",
    ),
]


@pytest.mark.parametrize(("text", "message"), BAD)
def test_a_bad_table_says_what_to_mend(table, text, message):
    with pytest.raises(LexiconError) as error:
        load_gazetteer(table(text))
    assert message in str(error.value)
    assert isinstance(error.value, MittellageError)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(LexiconError, match="There is no file"):
        load_gazetteer(tmp_path / "none.tsv")


def test_a_table_in_another_encoding_is_refused(tmp_path):
    path = tmp_path / "latin.tsv"
    path.write_bytes("code\tname\nKZ\tKasachstän\n".encode("cp1252"))
    with pytest.raises(LexiconError, match="not UTF-8"):
        load_gazetteer(path)


def test_the_gazetteer_is_built_once():
    assert load_gazetteer() is load_gazetteer()
    assert leader_table() is leader_table()


def test_building_takes_less_than_two_seconds():
    import subprocess
    import sys

    script = (
        "import time; begin = time.perf_counter(); from analysis.actors import match_countries; "
        "match_countries('Russland'); once = time.perf_counter(); match_countries('China'); "
        "print(once - begin, time.perf_counter() - once)"
    )
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    built, again = map(float, run.stdout.split())
    assert built < 2.0
    assert again < 0.2
