"""Language figures beside others on the same files: accuracy, tokens a second on one core, memory, start.

    python benchmarks/language.py --gold gsd_dev.conllu [--ner germeval.tsv]
    python benchmarks/language.py --texts train.jsonl.xz --fragment docs/fragments/language.md

HanTa is measured where it is installed. The tools that know no trees or names leave those cells empty. The shipped
weights have seen all gold: `--models FOLDER` measures others, such as those trained with `teach.py --held-out`, and
`--fifth` scores only the names that these have not seen.
"""

from __future__ import annotations

import argparse
import json
import lzma
import re
import resource
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from importlib.util import find_spec
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pandas as pd

from analysis.evaluate.language import Gold, evaluate_language, read_conllu
from analysis.language import register_language
from analysis.language.networks import EntityNetwork, LanguageNetwork
from analysis.language.pipeline import parse_documents

# STTS to universal tags, for tools that give STTS only
_STTS = {
    "ADJ": "ADJA ADJD",
    "ADV": "ADV PAV PROAV PWAV",
    "ADP": "APPO APPR APPRART APZR KOKOM PTKVZ",
    "DET": "ART PDAT PIAT PIDAT PPOSAT PRELAT PWAT",
    "NUM": "CARD",
    "X": "FM XY",
    "INTJ": "ITJ",
    "CCONJ": "KON",
    "SCONJ": "KOUI KOUS",
    "PROPN": "NE",
    "NOUN": "NN NNA NNI TRUNC",
    "PRON": "PDS PIS PPER PPOSS PRELS PRF PWS",
    "PART": "PTKA PTKANT PTKNEG PTKZU",
    "AUX": "VAFIN VAIMP VAINF VAPP VMFIN VMINF VMPP",
    "VERB": "VVFIN VVIMP VVINF VVIZU VVPP",
    "PUNCT": "$, $. $(",
}
_INNER = re.compile(r"\((\w+)\)")
_TURN = 10  # documents
UPOS = {tag: upos for upos, tags in _STTS.items() for tag in tags.split()}


def gold_words(gold: Gold) -> list[list[str]]:
    return [[gold.text[w.span[0] : w.span[1]] for w in words] for words in gold.words]


def hanta() -> Any:
    """Return HanTa's German tagger; None where it is not installed."""
    if find_spec("HanTa") is None:
        return None
    from HanTa import HanoverTagger

    return HanoverTagger.HanoverTagger("morphmodel_ger.pgz")


def hanta_scores(gold: Gold) -> dict[str, float]:
    """HanTa on gold tokens, which is kinder than raw text."""
    tagger = hanta()
    right = {"upos": 0, "tag": 0, "lemma": 0}
    total = lemmas = 0
    for words, forms in zip(gold.words, gold_words(gold), strict=True):
        for word, (_, lemma, written) in zip(words, tagger.tag_sent(forms), strict=True):
            tag = _INNER.sub(r"\1", written)  # VV(FIN), ADJ(A)
            total += 1
            right["upos"] += UPOS.get(tag) == word.upos
            right["tag"] += tag == word.tag
            if word.lemma is not None:
                lemmas += 1
                right["lemma"] += lemma == word.lemma
    return {"upos": right["upos"] / total, "tag": right["tag"] / total, "lemma": right["lemma"] / max(lemmas, 1)}


def simplemma_scores(gold: Gold) -> dict[str, float]:
    import simplemma

    pairs = [
        (simplemma.lemmatize(form, lang="de"), word.lemma)
        for words, forms in zip(gold.words, gold_words(gold), strict=True)
        for word, form in zip(words, forms, strict=True)
        if word.lemma is not None
    ]
    return {"lemma": sum(a == b for a, b in pairs) / len(pairs)}


def blank_scores(gold: Gold) -> dict[str, float]:
    """spaCy's German tokenizer and its rule-based sentencizer."""
    import spacy

    nlp = spacy.blank("de")
    nlp.add_pipe("sentencizer")
    nlp.max_length = 10_000_000
    doc = nlp(gold.text)
    tokens = {(t.idx, t.idx + len(t)) for t in doc if not t.is_space}
    there = {w.span for words in gold.words for w in words}
    found = {(s.start_char, s.end_char) for s in doc.sents}
    return {
        "token_f1": 2 * len(tokens & there) / (len(tokens) + len(there)),
        "sentence_f1": 2 * len(found & set(gold.sentences)) / (len(found) + len(gold.sentences)),
    }


def alone(texts: list[str]) -> dict[str, float]:
    """Seconds until the first sentence is read, and the memory that all texts take, in a process of its own."""
    from analysis.language import parse_many
    from analysis.reading import Document

    started = time.perf_counter()
    list(parse_many([Document(doc_id="first", text="Ein Satz.")]))
    seconds = time.perf_counter() - started
    for _ in parse_many(Document(doc_id="x", text=text) for text in texts):
        pass
    return {"start_seconds": seconds, "peak_memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


def speed(texts: list[str]) -> dict[str, float]:
    """Tokens a second of CPU time: ours with everything, and HanTa's tags and lemmas on the same sentences.

    They take turns, a few documents each, so that a slow minute of the machine slows both. The fastest turns tell what
    a core gives when nobody shares it.
    """
    from analysis.language import parse_many
    from analysis.reading import Document

    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        result = pool.submit(alone, texts).result()
    documents = [Document(doc_id=str(i), text=text) for i, text in enumerate(texts)]
    list(parse_many([Document(doc_id="first", text="Ein Satz.")]))
    tagger = hanta()
    tokens, ours, theirs = 0, 0.0, 0.0
    turns = []
    for begin in range(0, len(documents), _TURN):
        started = time.process_time()
        parsed = parse_many(documents[begin : begin + _TURN])
        sentences = [[t.text for t in s if not t.is_space] for doc in parsed for s in doc.sents]
        between = time.process_time()
        ours += between - started
        count = sum(map(len, sentences))
        turns.append(count / (between - started))
        tokens += count
        if tagger is not None:
            for words in sentences:
                tagger.tag_sent(words)
            theirs += time.process_time() - between
    fastest = sorted(turns)[-max(1, len(turns) // 10) :]
    result |= {"tokens": tokens, "tokens_per_second": tokens / ours, "fastest_tenth": sum(fastest) / len(fastest)}
    if tagger is not None:
        result |= {"hanta_tokens_per_second": tokens / theirs, "times_hanta": theirs / ours}
    return result


def read_texts(path: Path) -> list[str]:
    opener: Callable[..., Any] = lzma.open if path.suffix == ".xz" else open
    with opener(path, "rt", encoding="utf-8") as stream:
        return [json.loads(line)["text"] for line in stream]


def every_fifth(ner: Path, folder: Path) -> Path:
    """Write the sentences that `teach.py --held-out` keeps out of training."""
    blocks = [block for block in ner.read_text(encoding="utf-8").split("\n\n") if block.strip()]
    part = folder / ner.name
    part.write_text("\n\n".join(blocks[4::5]) + "\n\n", encoding="utf-8")
    return part


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gold", type=Path, help="treebank, to measure accuracy on")
    parser.add_argument("--ner", type=Path, help="names, beside --gold")
    parser.add_argument("--texts", type=Path, help="JSONL with `text`, to measure speed on")
    parser.add_argument("--fragment", type=Path, help="write the speed there, as a part of docs/evaluation.md")
    parser.add_argument("--language", default="default")
    parser.add_argument("--models", type=Path, help="folder that export.py wrote")
    parser.add_argument("--fifth", action="store_true", help="only every fifth sentence of --ner")
    options = parser.parse_args()
    if not (options.gold or options.texts):
        parser.error("give --gold to measure accuracy, --texts to measure speed, or both")
    if options.models:
        options.language = "models"
        networks = {"parser": LanguageNetwork(options.models), "entities": EntityNetwork(options.models)}
        register_language("models", lambda: partial(parse_documents, **networks))
    if options.texts:
        measured = speed(read_texts(options.texts))
        for name, value in measured.items():
            print(f"{name}: {value:,.2f}")
        if options.fragment:
            options.fragment.write_text(fragment(measured), encoding="utf-8", newline="\n")
    if options.gold:
        print(accuracy(options.gold, options.ner, options.language, fifth=options.fifth).round(4).to_string())


def fragment(measured: dict[str, float]) -> str:
    """Speed as a section of docs/evaluation.md."""
    rows = [
        ("start: the first sentence read (s)", "start_seconds", ",.2f"),
        ("peak memory over all texts, the benchmark's own imports included (MB)", "peak_memory_mb", ",.0f"),
        ("tokens", "tokens", ",.0f"),
        ("tokens a second", "tokens_per_second", ",.0f"),
        ("tokens a second in the fastest tenth of the turns", "fastest_tenth", ",.0f"),
        ("HanTa: tokens a second, tags and lemmas only", "hanta_tokens_per_second", ",.0f"),
        ("times as fast as HanTa", "times_hanta", ",.2f"),
    ]
    table = "\n".join(f"| {what} | {measured[key]:{form}} |" for what, key, form in rows if key in measured)
    return f"""## Language: speed

Tokens, sentences, tags, inflection, lemmas, trees and names on one core, from cold caches on; HanTa gets the sentences
ready. Both take turns of {_TURN} articles, so that a machine that is shared slows both.

    python benchmarks/language.py --texts data/quotes/train.jsonl.xz --fragment docs/fragments/language.md

| what | |
| --- | ---: |
{table}
"""


def accuracy(gold_file: Path, ner: Path | None, language: str, *, fifth: bool) -> pd.DataFrame:
    """Scores of ours with their intervals, and of the others on the same file."""
    with TemporaryDirectory() as folder:
        names = every_fifth(ner, Path(folder)) if ner and fifth else ner
        ours = evaluate_language(gold_file, ner=names, language=language).set_index("score")
    gold = read_conllu(gold_file)
    columns = {"mittellage": ours["value"], "simplemma": simplemma_scores(gold), "spaCy blank": blank_scores(gold)}
    if find_spec("HanTa"):
        columns["HanTa"] = hanta_scores(gold)
    table = pd.DataFrame({name: pd.Series(values, dtype="float64") for name, values in columns.items()}).reindex(
        ours.index
    )
    return pd.concat([ours[["n", "low", "high"]], table], axis=1)


if __name__ == "__main__":
    main()
