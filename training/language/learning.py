"""Losses and scores that teacher and student share."""

from __future__ import annotations

import torch
from entity_scores import bans, span_scores
from gold import Batch, Record, batch_of, grouped
from network import Forms, Student, Teacher
from torch import Tensor
from torch.nn.functional import cross_entropy

from analysis.language.decoding import decode_heads
from analysis.language.labels import FEATURES

FEATURE_WEIGHT = 0.4
BANS = bans()


def gold_loss(model: Student | Teacher, forms: Forms, batch: Batch) -> Tensor:
    """Sum of the mean losses of all outputs; open values count as any of their values."""
    states = model(forms, batch.ids, batch.lengths)
    heads = model.heads
    scores = {name: value.float() for name, value in heads.words(states).items()}

    def mean(losses: Tensor, known: Tensor) -> Tensor:
        weight = known.float() * batch.weight[:, None]
        return (losses * weight).sum() / weight.sum().clamp(min=1.0)

    def against(values: Tensor, gold: Tensor, smoothing: float = 0.03) -> Tensor:
        losses = cross_entropy(
            values.float().flatten(0, 1), gold.flatten(), ignore_index=-1, reduction="none", label_smoothing=smoothing
        )
        return mean(losses.view(gold.shape), gold >= 0)

    total = against(scores["upos"], batch.upos) + against(scores["tag"], batch.tag)
    total = total + 1.5 * against(scores["entity"], batch.entity)
    inside = (batch.upos >= 0) | (batch.heads >= 0)
    for name in FEATURES:
        log = torch.log_softmax(scores[name], dim=2).masked_fill(batch.allowed[name] == 0, -1e4)
        total = total + FEATURE_WEIGHT * mean(-torch.logsumexp(log, dim=2), inside)
    total = total + against(heads.arcs(states, batch.lengths), batch.heads, 0.0)
    return total + against(heads.labels(states, batch.heads), batch.relations)


def soft(student: Tensor, teacher: Tensor, inside: Tensor) -> Tensor:
    """Cross entropy with the teacher's probabilities, mean over the words."""
    losses = -(torch.softmax(teacher.float(), -1) * torch.log_softmax(student.float(), -1)).sum(-1)
    return (losses * inside).sum() / inside.sum()


@torch.no_grad()
def measure(model: Student | Teacher, forms: Forms, records: list[Record], device: str) -> dict[str, float]:
    """Accuracies on gold tokens in per cent: of trees, and F1 of exact PER, LOC and ORG names."""
    training = model.training
    model.eval()
    keys = ("n", "upos", "tag_n", "tag", "uas", "las", "mood_n", "mood", "case_n", "case")
    count = dict.fromkeys(keys, 0.0)
    gold_names, found_names = [], []
    for group in grouped([len(r.words) for r in records], 4000):
        batch = batch_of([records[n] for n in group], forms.index).to(device)
        states = model(forms, batch.ids, batch.lengths)
        own = model.heads.words(states)
        if (batch.entity >= 0).any():
            for row, length in enumerate(batch.lengths.tolist()):
                gold_names.append(batch.entity[row, :length].tolist())
                found_names.append(own["entity"][row, :length].float().cpu().numpy())
        inside = batch.heads >= 0
        if not inside.any():
            continue
        arcs = model.heads.arcs(states, batch.lengths).cpu().numpy()
        heads = torch.from_numpy(decode_heads(arcs, batch.lengths.cpu().numpy())).to(batch.heads)
        heads[torch.arange(heads.shape[1]) >= batch.lengths.cpu()[:, None]] = -1
        relations = model.heads.labels(states, heads).argmax(2)
        right = (heads == batch.heads) & inside
        count["n"] += inside.sum().item()
        count["uas"] += right.sum().item()
        count["las"] += (right & (relations == batch.relations)).sum().item()
        count["upos"] += ((own["upos"].argmax(2) == batch.upos) & inside).sum().item()
        count["tag_n"] += (batch.tag >= 0).sum().item()
        count["tag"] += ((own["tag"].argmax(2) == batch.tag) & (batch.tag >= 0)).sum().item()
        for name in ("Mood", "Case"):
            allowed = batch.allowed[name]
            definite = (allowed.sum(2) == 1) & (allowed[:, :, 0] == 0) & inside
            guess = own[name][:, :, 1:].argmax(2) + 1
            hit = torch.gather(allowed, 2, guess[..., None]).squeeze(2) > 0
            count[name.lower() + "_n"] += definite.sum().item()
            count[name.lower()] += (hit & definite).sum().item()
    model.train(training)
    result = {key: count[key] / max(count["n"], 1) for key in ("upos", "uas", "las")}
    result |= {key: count[key] / max(count[key + "_n"], 1) for key in ("tag", "mood", "case")}
    result = {key: round(100 * value, 2) for key, value in result.items()} if count["n"] else {}
    return result | (span_scores(gold_names, found_names, BANS) if gold_names else {})
