"""Package a corpus of invented articles, replicate it in a process without the texts, and say what that takes.

python benchmarks/bundle.py --number 300
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
import time
import zipfile
from datetime import date
from pathlib import Path

from invented import build_store, invent

from analysis.corpus import Corpus
from analysis.export.bundle import find_leaks, known_sequences

ROOT = Path(__file__).resolve().parent.parent


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--number", type=int, default=300)
    arguments = parser.parse_args()
    texts = invent(arguments.number)
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        clock = time.process_time()
        store = build_store(home / "store", texts)
        print(f"store of {len(texts)} texts: {time.process_time() - clock:.0f} s of processor time")
        clock = time.process_time()
        with Corpus.open(store) as corpus:
            package = corpus.bundle(home / "paper.zip", published=date(2026, 11, 29))
        print(f"package: {time.process_time() - clock:.0f} s, {package.stat().st_size / 1e6:.1f} MB")
        unpacked = home / "empty"
        with zipfile.ZipFile(package) as archive:
            archive.extractall(unpacked)
            files = {name: archive.read(name) for name in archive.namelist()}
        leaks = find_leaks(files, known_sequences(text.text for text in texts))
        print(f"five words of a text in a row: {len(leaks)} of {len(files)} files")
        start = time.perf_counter()
        empty = {"PATH": os.environ["PATH"], "HOME": str(unpacked), "PYTHONPATH": str(ROOT)}
        done = subprocess.run(
            [sys.executable, "replicate.py"], cwd=unpacked, env=empty, capture_output=True, text=True, check=False
        )
        print(f"replicate.py: {time.perf_counter() - start:.0f} s; {done.stdout.strip().splitlines()[-1]}")
        numbers = sum(len(data) for name, data in files.items() if re.match("numbers/|tables/", name))
        print(f"tables and numbers: {numbers / 1e6:.1f} MB")
        raise SystemExit(bool(leaks) or done.returncode)


if __name__ == "__main__":
    main()
