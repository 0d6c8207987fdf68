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
# # 8 · Code by hand, and correct the measure
#
# **Question.** Does the analysis see in *your* texts what a careful reader sees, and would the result differ if
# it did? As it stands, the notebook runs on sixty generated articles of two outlets, of which the truth is known, and
# two coders are played. For your own texts change the first lines below, run the cells down to the page, code, and go
# on.

# %% tags=["parameters"]
source = "../docs/howto/examples/coding_articles.csv"  # texts, a folder of results, or a store of `mittellage corpus`
study_folder = ""  # where your study is kept; "" takes one that goes with the kernel, and plays two coders
targets = ["RU", "CN"]  # states that are asked about
played = "../docs/howto/examples/coding_truth.csv"  # truth by which coders are played where there is no folder
n = 200  # items to code
lang = "en"  # language of labels: "de" or "en"
out = ""  # folder to write table, chart and paragraph to; "" writes nothing

# %%
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd

from analysis import coding
from analysis.coding.output import write_estimates
from analysis.explore import analyse_files, view_coding, view_corrections

# %% [markdown]
# ## Draw a sample
#
# **How to read it.** An item is a sentence and a state that is named in it or shortly before: a place where an
# evaluation *could* stand, so the sample includes what the analysis has missed. Rare findings are drawn as often as
# frequent ones, and every item keeps the probability with which it was drawn. A study that already exists is
# opened, and nothing of it is drawn anew.

# %%
results = source if Path(source).is_dir() else analyse_files([source])
temporary = TemporaryDirectory()
folder = Path(study_folder or f"{temporary.name}/study")
drawn = (folder / "study.json").is_file()
options = {"unit": "stance", "n": n, "stratify_by": ["outlet", "sign"], "allocation": "equal", "seed": 1}
study = coding.open_study(folder) if drawn else coding.draw_sample(results, folder, targets=targets, **options)
study

# %% [markdown]
# ## Code
#
# **How to read it.** Give a name; the same name goes on where it stopped. The marked sentence is coded, its neighbours
# help to understand it. Keys give the labels, **u** says that you are unsure, **m** opens the memo, **z** undoes the
# last label. Every decision is on the disk before the next item comes. What the analysis found, and what others
# say, is not on the page. Whoever has finished, or has not coded at all, decides with the second button where two
# coders differ.

# %%
view_coding(study, lang=lang)

# %% [markdown]
# Where no folder is named, two coders are played: one knows the truth, the other overlooks every twelfth item.

# %%
items = pd.DataFrame(study.items).rename(columns={"item_id": "item"})
items["sentence"] = [item.text[item.start : item.end] for item in study.items]
truth = pd.read_csv(played)
sheet = items[["item", "sentence", "target"]].merge(truth, how="left").fillna({"label": "none"})
missed = sheet.assign(label=sheet["label"].where(sheet.index % 12 > 0, "none"))
if not study_folder:
    sheet.to_csv(Path(temporary.name) / "one.csv", index=False)
    missed.to_csv(Path(temporary.name) / "two.csv", index=False)
    coding.import_codings(study, Path(temporary.name) / "one.csv", coder="anna")
    coding.import_codings(study, Path(temporary.name) / "two.csv", coder="ben")
pd.DataFrame({name: coding.progress(study, name)._asdict() for name in coding.coders(study)}).T

# %% [markdown]
# ## Agreement
#
# **How to read it.** *alpha* is Krippendorff's α, 1 for perfect agreement and 0 for what chance gives, with a 95%
# interval; the first rows are of the coders, those with *machine* of the analysis and a coder.

# %%
agreement = coding.measure_agreement(study)
agreement[agreement["part"] == "all"]

# %% [markdown]
# ## Decisions
#
# **How to read it.** Each row is an item that the coders label differently. Settle them above (*Settle disagreements*);
# who decided is kept. Estimates need all of them decided. Where coders are played, the one who knows the truth decides.

# %%
differing = [case.item.item_id for case in coding.find_cases(study, open_only=True)]
rows = sheet.set_index("item").loc[differing]
if not study_folder:
    decisions = [coding.adjudicate(study, item, label, by="anna") for item, label in rows["label"].items()]
rows[["sentence", "target"]].head(10)

# %% [markdown]
# ## Corrected estimates
#
# **How to read it.** For each outlet, what the analysis found, and what the coded items make of it, with 95%
# intervals; *difference* is one outlet less the other. *design_effect* 0.5 means: as good as twice as many coded items
# without the analysis.

# %%
estimates = coding.correct_estimates(results, study, measure="stance", by="outlet", differences=True)
estimates[["kind", "group", "versus", "naive", "corrected", "low", "high", "n_coded", "design_effect"]].round(3)

# %%
view_corrections(estimates, lang=lang)

# %%
view_corrections(estimates, kind="difference", lang=lang)

# %%
print(coding.methods_paragraph(study, estimates, lang=lang))

# %% [markdown]
# ## What is taken for what
#
# **How to read it.** Rows are labels of the analysis, columns what was decided. Where a row spreads, the measure errs;
# the estimates above have it counted in.

# %%
coding.confusion(study, "machine", "adjudicated")

# %% [markdown]
# ## Take it away
#
# The folder of the study, without its part `sealed`, is what other coders get; a replication package takes
# `analysis.coding.study_tables(study)`, which holds no text.

# %%
if out:
    Path(out).mkdir(parents=True, exist_ok=True)
    write_estimates(study, estimates, Path(out), lang)
