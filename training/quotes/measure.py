"""Score weights on documents that did not train them, with the benchmark's metric on our own words.

python training/quotes/measure.py --data dev.jsonl.xz --encoded dev.pkl --weights quotes.pt
"""

from __future__ import annotations

import argparse
from pathlib import Path

import torch
from network import QuoteNetwork, Sizes, Vocabulary
from train import Preparation, forward, look

from analysis.evaluate.quote_metrics import Annotated, align, scores, tally, token_f1
from analysis.language.noun_phrases import noun_phrases
from analysis.quotes.decoding import TYPES as NAMES
from analysis.quotes.decoding import Candidate, Draft, Settings, draft_quotes
from analysis.quotes.draft_corrections import corrected_drafts
from analysis.quotes.phrases import carried, subjects
from analysis.quotes.rule_evidence import add_rule_evidence
from analysis.quotes.rules import supports
from data import Item, load

VARIED = {
    "accept": (0.34, 0.39, 0.49, 0.54),
    "overlap": (0.4, 0.5, 0.7),
    "nested": (0.85, 0.97),
    "switch": (0.5, 2.0),
    "sure": (2.0, 8.0),
    "phrase": (1.5, 5.0),
}
"""Settings that `--tune` tries one by one."""


def restore(path: Path) -> tuple[QuoteNetwork, Vocabulary, dict]:
    saved = torch.load(path, weights_only=False)
    vocabulary = Vocabulary([])
    vocabulary.columns = saved["columns"]
    vocabulary.size = sum(len(column) for column in saved["columns"])
    n_states = saved["state"]["words.state.weight"].shape[1]
    network = QuoteNetwork(vocabulary.size, n_states, Sizes(**saved["sizes"])).eval()
    network.load_state_dict(saved["state"])
    return network, vocabulary, saved


@torch.no_grad()
def candidates(network: QuoteNetwork, prepared, propose: float = 0.03) -> list[Candidate]:
    batch = [(prepared, 0, len(prepared.starts))]
    if not len(prepared.starts):
        return []
    states, starts = forward(network, batch)
    peak = torch.sigmoid(starts[0]).amax(1)
    encoded = prepared.item.encoded
    phrases = noun_phrases(encoded.tree)
    found = supports(encoded, phrases)
    words = {int(w) for w in (peak > propose).nonzero().flatten()} | {support.anchor for support in found}
    anchors = [(0, word) for word in sorted(words)]
    if not anchors:
        return []
    roles, verdict = look(network, batch, states, starts, network.tags(states), anchors)
    bare = [Candidate(w, verdict[i].numpy(), roles[i].numpy()) for i, (_, w) in enumerate(anchors)]
    return add_rule_evidence(bare, found, encoded, phrases)


def as_gold(item: Item) -> list[Annotated]:
    return [
        Annotated(tuple(frozenset(a.roles[i].tolist()) for i in range(5)), NAMES[a.type], "") for a in item.annotations
    ]


def as_found(drafts: list[Draft]) -> list[Annotated]:
    return [
        Annotated(tuple(frozenset(part) for part in (d.words, d.speaker, d.cue, d.frame, d.addressee)), d.type, "")
        for d in drafts
    ]


def evaluate(proposals: list[tuple[Item, list[Candidate]]], settings: Settings) -> dict[str, float]:
    tallies, pairs = [], []
    for item, found in proposals:
        phrases = noun_phrases(item.encoded.tree)
        known = subjects(item.encoded, phrases)
        drafts = draft_quotes(
            found,
            item.encoded.heads,
            phrases=phrases,
            subjects=known,
            carried=carried(item.encoded, known),
            settings=settings,
        )
        gold, mine = as_gold(item), as_found(corrected_drafts(drafts, item.encoded))
        tallies += [tally(*pair) for pair in align(gold, mine)]
        pairs.append((gold, mine))
    result = scores(tallies)
    return result | {f"token_{k}": v for k, v in token_f1(pairs).items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--encoded", type=Path, required=True)
    parser.add_argument("--weights", type=Path, nargs="+", required=True)
    parser.add_argument(
        "--held",
        action="store_true",
        help="only the documents that this training left out; of several weights also all together",
    )
    parser.add_argument("--tune", action="store_true")
    options = parser.parse_args()
    torch.set_num_threads(1)
    items = load(options.data, options.encoded)
    every = []
    for weights in options.weights:
        network, vocabulary, saved = restore(weights)
        chosen = [i for i in items if i.doc_id in set(saved["held"])] if options.held else items
        preparation = Preparation(vocabulary, chosen)
        proposals = [(item, candidates(network, preparation.prepare(item))) for item in chosen]
        every += proposals
        compare(weights.name, proposals, tune=options.tune)
    if options.held and len(options.weights) > 1:
        compare("all", every, tune=options.tune)


def compare(name: str, proposals: list[tuple[Item, list[Candidate]]], *, tune: bool) -> None:
    base = Settings()
    show(name, evaluate(proposals, base))
    for field, values in VARIED.items() if tune else ():
        for value in values:
            show(f"{field} {value}", evaluate(proposals, base._replace(**{field: value})))


def show(name: str, result: dict[str, float]) -> None:
    print(f"{name:16}", "  ".join(f"{k} {v:.3f}" for k, v in result.items()), flush=True)


if __name__ == "__main__":
    main()
