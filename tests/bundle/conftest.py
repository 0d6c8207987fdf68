"""What the tests of packages share: a store of invented articles, and packages of it and of the article."""

from __future__ import annotations

import sys
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "benchmarks"))  # the benchmark and the tests invent the same articles

from invented import build_store, invent  # noqa: E402

from analysis.corpus import Corpus  # noqa: E402
from analysis.reading import Document  # noqa: E402

DAY = date(2026, 11, 29)


def _unpack(package: Path, folder: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(package) as archive:
        archive.extractall(folder)
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture(scope="session")
def unpack() -> Callable[[Path, Path], dict[str, bytes]]:
    """Give a function that unpacks a package into a folder and gives its files."""
    return _unpack


@pytest.fixture(scope="session")
def day() -> date:
    """Give the day of publication of all packages."""
    return DAY


@pytest.fixture(scope="session")
def texts() -> list[Document]:
    """Give 300 invented articles."""
    return invent(300)


@pytest.fixture(scope="session")
def corpus(tmp_path_factory: pytest.TempPathFactory, texts: list[Document]) -> Corpus:
    """Give a store of them."""
    return Corpus.open(build_store(tmp_path_factory.mktemp("bundle") / "store", texts))


@pytest.fixture(scope="session")
def small_corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    """Give a store of 20 invented articles, for what does not depend on the number."""
    return Corpus.open(build_store(tmp_path_factory.mktemp("bundle") / "store", invent(20)))


@pytest.fixture(scope="session")
def corpus_package(tmp_path_factory: pytest.TempPathFactory, corpus: Corpus) -> Path:
    """Give the package of the store."""
    return corpus.bundle(
        tmp_path_factory.mktemp("bundle") / "corpus.zip", published=DAY, title="Three hundred", authors=["A. B."]
    )


@pytest.fixture(scope="session")
def article_package(tmp_path_factory: pytest.TempPathFactory, article: Any) -> Path:
    """Give the package of the article."""
    return article.bundle(tmp_path_factory.mktemp("bundle") / "article.zip", published=DAY, license="CC-BY-4.0")


@pytest.fixture(scope="session")
def small_package(tmp_path_factory: pytest.TempPathFactory, article: Any) -> Path:
    """Give a package of the article with one chart."""
    return article.bundle(tmp_path_factory.mktemp("bundle") / "small.zip", published=DAY, charts=["voice"])
