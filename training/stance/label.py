"""Examples with what the transformer says of them in the place of what somebody coded.

    python training/stance/label.py --examples passages.pkl --weights teacher.pt --out labelled.pkl

The small networks learn from these probabilities what the transformer knows of words in their sentence. Weights that
have seen no fold give labels for the readers of all folds.
"""

from __future__ import annotations

import argparse
import pickle
from pathlib import Path

import numpy as np
import torch
from encoder import Teacher
from train import load
from train_thorough import UNREAD, Document, Feeder, predict

from analysis.stance.reader.encoder_file import encoder_file

PLAIN = 0.018
"""Probability of a sign where the transformer is not asked, since the fast reader finds the cell plain."""
SURE = 0.4
"""Probability of a sign from which on the likeliest holder is taken for the right one."""
BLOCK = 500
"""Documents whose states are held at once."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--examples", type=Path, nargs="+", required=True)
    parser.add_argument("--weights", type=Path, required=True, help="of the transformer, from train_thorough.py")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    examples = [example for example in load(options.examples) if example.related is not None]
    file = encoder_file()
    teacher = Teacher(file, examples[0].known.shape[1])
    teacher.load_state_dict(torch.load(options.weights, weights_only=True))
    feeder, labelled = Feeder(file), []
    for begin in range(0, len(examples), BLOCK):
        part = examples[begin : begin + BLOCK]
        for example, (odds, holders) in zip(
            part, predict(teacher, feeder, [Document(example, file, 1.0) for example in part]), strict=True
        ):
            soft = np.where(odds == UNREAD, PLAIN, 1 / (1 + np.exp(-odds))).astype(np.float32)
            sure = soft.max(axis=1) > SURE
            example.holders[sure, holders[sure].argmax(axis=1)] = 1
            labelled.append(example._replace(soft=soft))
        print(f"{len(labelled)} of {len(examples)} documents", flush=True)
    with options.out.open("wb") as out:
        pickle.dump(labelled, out)


if __name__ == "__main__":
    main()
