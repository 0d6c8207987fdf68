"""What the first text imports, and what it leaves as it was: each case in a process of its own."""

from __future__ import annotations

import subprocess
import sys

import pytest

_ANALYSE = """
import sys
from analysis import analyse
assert analyse("Kasachstan kritisiert Russland.").rows["stances"]
"""
CASES = {
    "no command line, no downloads": _ANALYSE
    + """
loaded = {name.partition(".")[0] for name in sys.modules}
assert not {name for name in sys.modules if name.startswith("spacy.cli")}
assert not loaded & {"weasel", "httpx", "requests", "pandas", "matplotlib", "textblob", "dask"}, loaded
""",
    "the command line can be imported later": _ANALYSE
    + """
import spacy.cli
from spacy.cli.info import info
from spacy.cli import app, download
assert callable(download) and spacy.cli.info is info
""",
    "spacy.info works": _ANALYSE
    + """
import spacy
assert spacy.info(silent=True)["spacy_version"] == spacy.__version__
assert "spacy.cli" in sys.modules
""",
    "pipelines are made, saved and loaded": _ANALYSE
    + """
import spacy, tempfile
nlp = spacy.blank("de")
nlp.add_pipe("sentencizer")
with tempfile.TemporaryDirectory() as folder:
    nlp.to_disk(folder)
    doc = spacy.load(folder)("Moskau droht. Astana schweigt.")
assert len(list(doc.sents)) == 2
assert analyse("Kasachstan lobt China.").rows["stances"]
""",
    "who imported spaCy before has it whole": "import sys, spacy\n"
    + _ANALYSE
    + """
assert spacy.info is sys.modules["spacy.cli.info"].info
""",
    "an import that fails leaves nothing behind": """
import sys
class Broken:
    def find_spec(self, name, path=None, target=None):
        if name == "spacy.pipeline":
            raise ImportError("broken")
sys.meta_path.insert(0, Broken())
from analysis.language.spacy_import import import_spacy
try:
    import_spacy()
except ImportError:
    pass
else:
    raise AssertionError
assert "spacy.cli.info" not in sys.modules
""",
}


@pytest.mark.parametrize("name", CASES)
def test_start(name: str) -> None:
    done = subprocess.run([sys.executable, "-c", CASES[name]], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
