"""Parse a split with the packaged language model and keep what the quotation network sees of it.

python training/quotes/encode_split.py --data train.jsonl.xz --out train.pkl
"""

from __future__ import annotations

import argparse
import json
import lzma
import pickle
from pathlib import Path

from analysis.language import parse
from analysis.quotes.features import encode


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    with lzma.open(options.data, "rt", encoding="utf-8") as stream:
        records = [json.loads(line) for line in stream]
    encoded = {record["doc_id"]: encode(parse(record["text"])) for record in records}
    with options.out.open("wb") as stream:
        pickle.dump(encoded, stream)


if __name__ == "__main__":
    main()
