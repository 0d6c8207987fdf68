"""A run of training: the rate of learning over its steps, and a mean of the weights."""

from __future__ import annotations

import copy
import math
import time
from collections.abc import Iterator

import torch
from torch import Tensor, nn


class Course:
    """Steps with a warm-up and a cosine; `seconds` ends a run on a slow machine early, along the same curve.

    Parameters
    ----------
    groups : list of (parameters, rate, decay)
        What is learned how fast.
    steps : int
        Length of the run.
    seconds : float, optional
        Its limit in time.
    """

    def __init__(self, groups: list[tuple[list[nn.Parameter], float, float]], steps: int, seconds: float = math.inf):
        self.rates = [rate for _, rate, _ in groups]
        self.optimiser = torch.optim.AdamW(
            [{"params": parameters, "lr": rate, "weight_decay": decay} for parameters, rate, decay in groups],
            betas=(0.9, 0.98),
            fused=any(p.is_cuda for parameters, _, _ in groups for p in parameters),
        )
        self.parameters = [p for parameters, _, _ in groups for p in parameters]
        self.steps, self.seconds, self.begun = steps, seconds, time.time()
        self.losses: list[Tensor] = []

    def __iter__(self) -> Iterator[int]:
        for step in range(self.steps):
            progress = max(step / self.steps, (time.time() - self.begun) / self.seconds)
            if progress >= 1:
                return
            share = min(1.0, progress / 0.04 + 0.02) * (0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * progress)))
            for group, rate in zip(self.optimiser.param_groups, self.rates, strict=True):
                group["lr"] = rate * share
            yield step
            if step % 100 == 99:
                loss = torch.stack(self.losses[-100:]).mean().item()
                print(f"  {step + 1}/{self.steps} {progress:.0%} loss {loss:.4f} {self.elapsed:.0f}s", flush=True)

    @property
    def elapsed(self) -> float:
        return time.time() - self.begun

    def learn(self, loss: Tensor) -> None:
        self.optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.parameters, 1.0)
        self.optimiser.step()
        self.losses.append(loss.detach())


class Mean:
    """Running mean of a network's weights, which is what is kept in the end."""

    def __init__(self, model: nn.Module, keep: float) -> None:
        self.model, self.keep = copy.deepcopy(model).eval(), keep

    @torch.no_grad()
    def update(self, model: nn.Module, step: int) -> None:
        keep = min(self.keep, (1 + step) / (10 + step))
        torch._foreach_lerp_(list(self.model.parameters()), list(model.parameters()), 1 - keep)
