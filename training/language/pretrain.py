"""Let a transformer read raw text with words hidden and guess them.

    python training/language/pretrain.py --corpus corpus.npz --ud … --ner … --names names.json --out read.pt

It reads words, not subwords, so that everything later stands word on word. The gold's sentences that train are read
too, those that measure are not.
"""

from __future__ import annotations

import math
from collections import Counter

import numpy as np
import torch
from network import Sizes, Teacher, saved
from schedule import Course
from setting import Setting, arguments, load
from torch.nn.functional import cross_entropy

from analysis.language.features import normalise

STRETCH = 256
"""Words that are read at once."""
HIDDEN = 0.2
"""Share of words to guess; an eighth of them is seen all the same."""
NEWS, GOLD = 6, 4
"""How often the few texts nearest to news are read in an epoch."""


def stream(setting: Setting) -> np.ndarray:
    """All words of an epoch one after the other."""
    corpus, index = setting.corpus, setting.forms.index
    news = corpus.ids[: corpus.starts[corpus.news]]
    order = np.random.default_rng(0).permutation(len(setting.gold))
    gold = np.array([index[w] for n in order for w in setting.gold[n].words], dtype=np.int32)
    return np.concatenate([*[news] * (NEWS - 1), *[gold] * GOLD, corpus.ids])


def targets(setting: Setting, words: np.ndarray, size: int) -> tuple[torch.Tensor, int]:
    """For each form its number among the commonest spellings, -1 for the others; and how many there are."""
    counts = np.bincount(words, minlength=len(setting.forms.index))
    common: Counter[str] = Counter()
    spelled = [normalise(form) for form in setting.forms.index]
    for form, count in zip(spelled, counts.tolist(), strict=True):
        common[form] += count
    numbers = {form: number for number, (form, count) in enumerate(common.most_common(size)) if count > 1}
    return torch.tensor([numbers.get(form, -1) for form in spelled], device=setting.device), len(numbers)


def main() -> None:
    parser = arguments(__doc__)
    parser.add_argument("--steps", type=int, default=6000)
    parser.add_argument("--seconds", type=float, default=math.inf)
    parser.add_argument("--batch", type=int, default=256, help="stretches in a step")
    parser.add_argument("--rate", type=float, default=1e-3)
    parser.add_argument("--hidden", type=int, default=512)
    parser.add_argument("--layers", type=int, default=10)
    parser.add_argument("--heads", type=int, default=8)
    parser.add_argument("--vocabulary", type=int, default=32_000)
    options = parser.parse_args()
    setting = load(options)
    words = stream(setting)
    numbers, vocabulary = targets(setting, words, options.vocabulary)
    sizes = Sizes(
        spelling=320,
        buckets=1 << 17,
        hidden=options.hidden,
        layers=options.layers,
        heads=options.heads,
        arc=384,
        label=192,
    )
    model = Teacher(sizes, vocabulary, dropout=0.0, word_dropout=0.0).to(setting.device)
    large = [p for n, p in model.named_parameters() if p.dim() == 2 and "words." not in n]
    small = [p for n, p in model.named_parameters() if not (p.dim() == 2 and "words." not in n)]
    course = Course([(large, options.rate, 0.05), (small, options.rate, 0.0)], options.steps, options.seconds)
    ids = torch.from_numpy(words).to(setting.device)
    random = np.random.default_rng(options.seed)
    print(f"{len(words):,} words, {vocabulary:,} to guess, {sum(p.numel() for p in model.parameters()):,} weights")
    order = np.zeros(0, dtype=np.int64)
    for _ in course:
        if len(order) < options.batch:
            first = int(random.integers(STRETCH))
            order = random.permutation(np.arange(first, len(words) - STRETCH, STRETCH))
        begins, order = order[: options.batch], order[options.batch :]
        places = torch.from_numpy(begins).to(setting.device)[:, None] + torch.arange(STRETCH, device=setting.device)
        stretch = ids[places].long()
        gold = numbers[stretch]
        asked = (torch.rand(stretch.shape, device=setting.device) < HIDDEN) & (gold >= 0)
        hide = asked & (torch.rand(stretch.shape, device=setting.device) > 0.125)
        with torch.autocast(setting.device, dtype=torch.bfloat16):
            states = model(setting.forms, stretch, None, hide)
            loss = cross_entropy(model.guess(states[asked]).float(), gold[asked])
        course.learn(loss)
    torch.save(saved(model), options.out)
    print(f"read for {course.elapsed:.0f}s", flush=True)


if __name__ == "__main__":
    main()
