"""The command, its progress, and where the work is done."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path

import pytest
from conftest import make_documents, write_jsonl
from fakewalk import METHOD, fake_walk
from rich.console import Console

from analysis.corpus import Corpus, Limits, Summary, job_script, run_corpus
from analysis.corpus.cluster import connect, count_workers
from analysis.corpus.command import describe, parse_bytes, parse_columns
from analysis.corpus.progress import State, rate, shown
from analysis.corpus.source import expect
from analysis.errors import CorpusError, MittellageError, ReadingError
from analysis.reading import Document


def test_poison_is_quarantined_and_repeated_documents_are_kept_once(cluster: str, tmp_path: Path) -> None:
    documents = make_documents(12, poisons=["POISON-ERROR", "POISON-EXIT"])
    again = Document.from_text("Ein anderer Text.", doc_id="d0003")

    def run(*, retry: bool = False) -> Summary:
        return run_corpus(
            [*documents, documents[0], again], tmp_path / "store", process=fake_walk, method=METHOD, scheduler=cluster,
            most=6, limits=Limits(60, 10**9), retry=retry, progress=False,
        )  # fmt: skip

    first = run()
    assert (first.documents, first.errors, first.added, first.repeated) == (12, 3, 14, 1)
    errors = Corpus.open(tmp_path / "store").errors.set_index("doc_id")
    assert errors["kind"].to_dict() == {"POISON-ERROR": "error", "POISON-EXIT": "crash", "d0003": "conflict"}
    manifest = (tmp_path / "store/manifest.json").read_bytes()
    second = run()
    assert (second.added, second.errors, second.documents) == (0, 3, 12)
    assert (tmp_path / "store/manifest.json").read_bytes() == manifest
    third = run(retry=True)
    assert (third.added, third.errors, third.documents) == (2, 3, 12)


def test_a_corpus_that_grows_is_gone_on_with(cluster: str, tmp_path: Path) -> None:
    documents = make_documents(30)

    def run(some: list[Document]) -> int:
        return run_corpus(
            some, tmp_path, process=fake_walk, method=METHOD, scheduler=cluster, most=10, progress=False
        ).added  # fmt: skip

    assert [run(documents[5:20]), run(documents), run(documents)] == [15, 15, 0]
    assert sorted(Corpus.open(tmp_path).documents.frame()["doc_id"]) == [item.doc_id for item in documents]


def test_another_method_is_refused_before_any_work(tmp_path: Path) -> None:
    run_corpus([], tmp_path, process=fake_walk, method=METHOD, progress=False)
    with pytest.raises(CorpusError, match="stage 'fake', this run has 'other'"):
        run_corpus([], tmp_path, process=fake_walk, method={"stage": "other"}, progress=False)


@pytest.mark.slow
def test_the_command_as_a_user_types_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from analysis.cli import main

    texts = {"a": "Kasachstan kritisiert Russland.", "b": "„China ist ein Partner“, sagte Präsident Tokajew."}
    source = write_jsonl(tmp_path / "in.jsonl", [Document.from_text(text, doc_id=name) for name, text in texts.items()])
    arguments = ["corpus", str(source), "--out", str(tmp_path / "store"), "--workers", "1", "--quiet"]
    with pytest.raises(SystemExit) as end:
        main(arguments)
    assert not end.value.code
    assert "2 documents" in capsys.readouterr().out
    with Corpus.open(tmp_path / "store") as corpus:
        found = corpus.sql("SELECT holder_country, target, sign FROM stances WHERE doc_id = 'a'")
        assert found.to_numpy().tolist() == [["KZ", "RU", -1]]
        assert len(corpus.framing) > 0
        assert set(corpus.manifest["made"]["code"]) >= {"stance", "quotes", "pipeline", "tables", "voices.py"}


@pytest.mark.parametrize(
    ("state", "seconds", "text"),
    [
        (State(documents=50, tokens=20_000, total=150), 10, "5.0 documents/s, 2,000 tokens/s, 0:00:20 left"),
        (State(documents=50, tokens=20_000), 10, "5.0 documents/s, 2,000 tokens/s"),
        (State(total=10), 0, "0.0 documents/s, 0 tokens/s"),
        (State(documents=5, tokens=5, total=2), 1, "5.0 documents/s, 5 tokens/s, 0:00:00 left"),
    ],
)
def test_rates(state: State, seconds: float, text: str) -> None:
    assert rate(state, seconds) == text


def test_the_bar_in_a_terminal() -> None:
    screen = io.StringIO()
    with shown(console=Console(file=screen, force_terminal=True, width=150)) as show:
        show(State(total=40))
        show(State(documents=10, tokens=4_000, errors=2, known=7, total=40))
    said = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", screen.getvalue())
    assert "10/40" in said
    assert "documents/s" in said
    assert "left, 2 errors (7 were done before)" in said


def test_no_bar_in_a_log_and_none_when_quiet() -> None:
    screen = io.StringIO()
    for enabled in (True, False):
        with shown(enabled=enabled, console=Console(file=screen)) as show:
            show(State(documents=1, total=2))
    assert screen.getvalue() == ""


def test_the_job_of_slurm(tmp_path: Path) -> None:
    config = tmp_path / "slurm.toml"
    config.write_text('queue = "medium"\naccount = "presse"\nwalltime = "08:00:00"\ncores = 4\nmemory = "16 GB"\n')
    script = job_script(config)
    assert script.startswith("#!")
    for line in ("#SBATCH -p medium", "#SBATCH -A presse", "#SBATCH --cpus-per-task=4", "#SBATCH -t 08:00:00"):
        assert line in script
    assert re.search(r"distributed.*--nthreads 1 .*--nworkers 4 --nanny", script)


@pytest.mark.parametrize(
    ("text", "message"),
    [("queue = ", "cannot be read"), ("quoue = 'medium'", "not understood"), (None, "cannot be read")],
)
def test_a_wrong_slurm_configuration_says_so(tmp_path: Path, text: str | None, message: str) -> None:
    if text is not None:
        (tmp_path / "slurm.toml").write_text(text)
    with pytest.raises(CorpusError, match=message):
        job_script(tmp_path / "slurm.toml")


def test_places_that_contradict() -> None:
    with pytest.raises(CorpusError, match="leave out --workers"), connect(scheduler="tcp://127.0.0.1:1", workers=2):
        pass
    with pytest.raises(CorpusError, match="write 1 or more"), connect(workers=0):
        pass
    assert count_workers() >= 1


def test_how_many_documents_to_expect(tmp_path: Path, store: Path) -> None:
    source = write_jsonl(tmp_path / "c.jsonl", make_documents(7))
    (tmp_path / "table.csv").write_text("text,date\na,b\nc,d\n")
    assert expect(source) == 7
    assert expect(tmp_path / "table.csv") == 2
    assert expect(tmp_path) == 2
    assert expect(next((store / "tables/documents").iterdir())) == 20
    assert expect(tmp_path / "missing") is None


@pytest.mark.parametrize("text", ["much", "3", "50MB", "-3GB", ""])
def test_memory_that_makes_no_sense(text: str) -> None:
    with pytest.raises(MittellageError, match="3GB"):
        parse_bytes(text)


@pytest.mark.parametrize("text", ["text", "=a", "text=", "text=a,,"])
def test_columns_that_make_no_sense(text: str) -> None:
    with pytest.raises(ReadingError, match="text=body"):
        parse_columns(text)


def test_the_summary_says_how_to_go_on() -> None:
    said = describe(Summary(1200, 3, 200, 90_000, 4, 50.0, 10**9), Path("store"))
    assert "1,200 documents in 'store'; 200 of them in this run, in 0:00:50 (4.0 documents/s)." in said
    assert "4 documents of the source are repeated" in said
    assert "--retry" in said
    assert json.dumps(describe(Summary(5, 0, 0, 0, 0, 0.1, 0), Path("s"))) == json.dumps(
        "5 documents in 's'; 0 of them in this run."
    )
