"""Model files are the published ones, or the error says so."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from analysis import integrity
from analysis.errors import LanguageError, ModelError
from analysis.integrity import checked, complete, list_models, model_files
from analysis.language import features, vectors
from analysis.language.networks import EntityNetwork, LanguageNetwork
from analysis.quotes.network import quote_networks
from analysis.reading import dictionary
from analysis.stance.reader.network import Reader
from analysis.stance.reader.transformer import THOROUGH

PACKAGE = Path(integrity.__file__).parent


def test_the_list_holds_every_model_as_it_is() -> None:
    """When this fails after training: python -m analysis.integrity."""
    assert integrity.LIST.read_text("ascii") == list_models()


def test_every_large_file_of_the_package_is_listed() -> None:
    large = {path for path in PACKAGE.rglob("*") if path.is_file() and path.stat().st_size > 50_000}
    other = {".py", ".pyc", ".tsv", ".so", ".ttf"}  # no model
    # forms.npz is made from tables and says of which; a stale one is made anew
    own = {PACKAGE / "actors" / "forms.npz"}
    assert {path for path in large if path.suffix not in other} - own <= set(model_files())


def test_hashing_all_of_them_takes_no_time_to_speak_of() -> None:
    integrity.sha256_of.cache_clear()
    begin = time.process_time()
    for path in model_files():
        checked(path)
    assert time.process_time() - begin < 0.5  # 0.02 s on a machine that is ours alone


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a package with a small model, whose list is right."""
    model = tmp_path / "quotes" / "models" / "a" / "quotes.npz"
    model.parent.mkdir(parents=True)
    model.write_bytes(b"weights")
    monkeypatch.setattr(integrity, "_PACKAGE", tmp_path)
    monkeypatch.setattr(integrity, "LIST", tmp_path / "models.sha256")
    monkeypatch.setattr(integrity, "_SINGLE", ())
    integrity.LIST.write_text(list_models())
    integrity._listed.cache_clear()
    integrity.sha256_of.cache_clear()
    assert checked(model) == model
    integrity.sha256_of.cache_clear()
    return model


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (lambda path: path.write_bytes(b"weight"), r"has SHA-256 \w{12}…, \w{12}… was published"),
        (lambda path: path.write_bytes(b""), "has SHA-256 e3b0c44298fc…"),
        (lambda path: path.write_text("version https://git-lfs.github.com/spec/v1"), "pip install --force-reinstall"),
        (lambda path: path.unlink(), "is missing"),
    ],
)
def test_a_model_that_differs_is_refused(package: Path, damage: Callable[[Path], object], message: str) -> None:
    damage(package)
    with pytest.raises(ModelError, match=message):
        checked(package)


def test_a_model_that_is_gone_is_not_left_out_in_silence(package: Path) -> None:
    assert complete(package.parent.parent) == package.parent.parent
    package.unlink()
    with pytest.raises(ModelError, match="is missing"):
        complete(package.parent.parent)


def test_models_of_ones_own_are_nobody_elses_business(package: Path, tmp_path: Path) -> None:
    own = tmp_path / "own.npz"
    own.write_bytes(b"other weights")
    assert checked(own) == own
    assert checked(package.parent / "notes.json")


@pytest.mark.parametrize("text", ["", "deadbeef", "\xff"])
def test_a_list_that_cannot_be_read(package: Path, text: str) -> None:
    integrity.LIST.write_text(text, "latin-1")
    integrity._listed.cache_clear()
    if text:
        with pytest.raises(ModelError, match="Install mittellage again"):
            checked(package)
    integrity._listed.cache_clear()


LISTED = [line.split()[1] for line in integrity.LIST.read_text("ascii").splitlines()]
# Who loads the files whose path begins so; the first that fits.
LOADERS: dict[str, Callable[[], object]] = {
    "language/models/entities": EntityNetwork,
    "language/models/vectors.npz": lambda: vectors._table.__wrapped__(vectors.MODELS / "vectors.npz"),
    "language/models/names.npz": features._known_names.__wrapped__,
    "language/models/": LanguageNetwork,
    "quotes/models/": quote_networks.__wrapped__,
    "reading/lemma_index.npz": lambda: dictionary.open_indexed(dictionary.INDEX),
    "stance/reader/models/": Reader,
    "stance/reader/thorough/": lambda: Reader(THOROUGH),
}


@pytest.mark.parametrize("name", LISTED)
def test_whoever_loads_a_model_looks_at_it(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(integrity, "_listed", lambda path: {name: "0" * 64})
    with pytest.raises(ModelError, match=rf"{name}' has SHA-256"):
        next(load for begin, load in LOADERS.items() if name.startswith(begin))()


def test_the_command_says_it_in_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from analysis import cli, pipeline

    def load(*arguments: object, **options: object) -> None:
        monkeypatch.setattr(integrity, "_listed", lambda path: {"language/models/language.npz": "0" * 64})
        LanguageNetwork()

    monkeypatch.setattr(pipeline, "analyse", load)
    (tmp_path / "a.txt").write_text("Russland kritisiert Kasachstan. „Das ist gut“, sagte Präsident Tokajew am Montag.")
    with pytest.raises(SystemExit) as end:
        cli.main(["analyse", str(tmp_path / "a.txt"), "--out", str(tmp_path / "out")])
    assert end.value.code == 2
    assert "language.npz' has SHA-256" in capsys.readouterr().err
    assert issubclass(ModelError, LanguageError)  # for a corpus, no document is to blame
