# ---
# jupyter:
#   jupytext:
#     formats: ipynb,py:percent
#     notebook_metadata_filter: kernelspec,jupytext,-all
#     cell_metadata_filter: tags,-all
#     text_representation:
#       extension: .py
#       format_name: percent
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # 7 · What the measures mean, and how wrong they are
#
# **Question.** May I believe the numbers of the other notebooks, and for what?

# %% tags=["parameters"]
document = "../data/blinken_astana_2023.txt"  # a text, a table of texts, a folder, or a store of `mittellage corpus`
published = "2023-02-28"  # day of publication: it decides who held an office; "" if unknown
outlet = ""  # who published it
translated = True  # did a translator choose the words?
sentence = "Indien vertraut China nicht, lobte aber die Hilfe Japans."  # what is explained word by word
stance_gold = "gold/stance_items.jsonl"  # behavioural items: text and expected edges
quotes_gold = ""  # JSONL of the quotation benchmark; "" leaves it out
mentions_gold = ""  # JSONL of country mentions; "" leaves it out
lang = "en"  # language of labels: "de" or "en"
out = ""  # folder to write the tables to; "" writes nothing

# %%
from pathlib import Path

import pandas as pd

from analysis import analyse, explain
from analysis.evaluate import run
from analysis.explore import (
    Explorer,
    indicators,
    open_texts,
    view_filters,
    view_measures,
    view_overview,
    view_table,
    view_text,
)

# %% [markdown]
# ## What each indicator says, and what it must not be taken for
#
# **How to read it.** One row per indicator of the table `framing`. *wording* marks those that measure the choice of
# words: in a translated text they measure the translator as well. Formulas and literature stand in `docs/methods.md`.

# %%
methods = indicators(lang)
methods

# %% [markdown]
# ## What your text gives them to work on
#
# **How to read it.** First what was found and what the numbers rest on, with the errors measured on other texts; then
# each indicator with n and its interval. Where n is small, the interval is wide, and no finding should rest on it.

# %%
texts = open_texts(document, published=published, outlet=outlet, translated=translated, lang=lang)
view_overview(texts)

# %%
view_measures(texts, evidence=True)

# %% [markdown]
# ## A sentence under the lens
#
# **How to read it.** Change `sentence` and run the cell: the explanation shows who evaluates whom, how probable that
# is, and which words carry it. Swap the two countries, and the stance must turn round: the model sees no names.

# %%
result = analyse(sentence)
explain(result, "t1") if len(result.stances) else print("The sentence shows no stance.")

# %%
explorer = Explorer.of(result, lang=lang)
view_filters(explorer)

# %%
view_text(explorer, evidence=True)

# %%
view_table(explorer, "stances", evidence=True)

# %% [markdown]
# ## How wrong is the stance measure?
#
# **How to read it.** F1 counts an edge as found when target and sign agree, *held* when the holder does too; *pairs*
# are minimal pairs of which both must be right. The baselines show what the sentence's mood or its mere words would
# give: they cannot tell who evaluates whom. With few items the interval is wide, and that is the point of showing it.

# %%
scores = run("stance", Path(stance_gold))
scores

# %% [markdown]
# ## How wrong are quotes and mentions?
#
# **How to read it.** Name a gold file above, and its scores appear here with n and a 95% interval. What the project
# measured on public gold stands in `docs/evaluation.md`, each figure beside its command.

# %%
given = {"quotes": quotes_gold, "mentions": mentions_gold}
measured = {task: run(task, Path(gold)) for task, gold in given.items() if gold}
pd.concat(measured) if measured else print("No further gold was named.")

# %% [markdown]
# ## Take it away

# %%
if out:
    Path(out).mkdir(parents=True, exist_ok=True)
    methods.to_csv(Path(out) / "indicators.csv", index=False)
    scores.to_csv(Path(out) / "stance_scores.csv", index=False)
