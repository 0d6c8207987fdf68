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
# # 4 · Stance
#
# **Question.** Who evaluates whom, which way, on what evidence, and in whose voice?

# %% tags=["parameters"]
document = "../data/blinken_astana_2023.txt"  # a text, a table of texts, a folder, or a store of `mittellage corpus`
published = "2023-02-28"  # day of publication: it decides who held an office; "" if unknown
outlet = ""  # who published it
translated = True  # did a translator choose the words?
reader = "fast"  # who reads stances; "thorough" finds more, takes longer and needs pip install 'mittellage[thorough]'
lang = "en"  # language of labels: "de" or "en"
out = ""  # folder to write the charts to; "" writes nothing

# %%
from analysis.explore import (
    numbers,
    open_texts,
    view_chart,
    view_export,
    view_filters,
    view_table,
    view_text,
    write_chart,
)

# %%
explorer = open_texts(document, published=published, outlet=outlet, translated=translated, reader=reader, lang=lang)
view_filters(explorer)

# %% [markdown]
# ## Who evaluates whom?
#
# **How to read it.** Rows are holders, columns targets. Choose a cell to read what it rests on. An empty cell is
# unknown, not neutral.

# %%
view_chart(explorer, "stance_matrix", evidence=True)

# %%
numbers(explorer, "stance_matrix")

# %% [markdown]
# ## Through the text
#
# **How to read it.** One lane per target, one mark per piece of evidence: up for a positive stance, down for a
# negative one.

# %%
view_chart(explorer, "stance_timeline", evidence=True)

# %% [markdown]
# ## Every piece of evidence
#
# **How to read it.** *speech* is said, *act* is done, *relation* is a standing tie, *verdict on conduct* is what the
# wording itself condemns or praises (*Überfall*). A hedged stance is weakened or hypothetical.

# %%
view_table(explorer, "stances", evidence=True)

# %%
explorer.choose(layers=["stances", "mentions"])
view_text(explorer, evidence=True)

# %% [markdown]
# ## Take it away

# %%
view_export(explorer)

# %%
if out:
    print(write_chart(explorer, "stance_matrix", out), write_chart(explorer, "stance_timeline", out))
