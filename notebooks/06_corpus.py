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
# # 6 · Several texts
#
# **Question.** Do outlets, or years, position the region differently? Name your own texts, or a table with columns for
# text, outlet and date, in `documents`; for thousands run `mittellage corpus` first, and name its store.

# %% tags=["parameters"]
documents = ["../data/blinken_astana_2023.txt"]  # texts, tables of texts, folders, or a store of `mittellage corpus`
reader = "fast"  # who reads stances; "thorough" finds more, takes longer and needs pip install 'mittellage[thorough]'
lang = "en"  # language of labels: "de" or "en"
out = ""  # folder to write the charts to; "" writes nothing

# %%
from analysis.actors import measure_dispersion, measure_keyness
from analysis.explore import (
    numbers,
    open_texts,
    view_chart,
    view_comparison,
    view_concordance,
    view_export,
    view_filters,
    view_table,
    view_text,
    write_chart,
)

# %% [markdown]
# ## Read and analyse
#
# **How to read it.** One line per text. Outlet and date come from the columns of a table, from a store, or from
# the name of a file such as `outlet_2023-02-28_anything.txt`; what none of them says stays unknown.

# %%
explorer = open_texts(documents, reader=reader, lang=lang)
explorer.table("documents")[["doc_id", "outlet", "date", "title", "n_tokens"]]

# %%
view_filters(explorer)

# %% [markdown]
# ## Side by side
#
# **How to read it.** The lines show a measure over time, the triangle where outlets place the region. One row per text:
# share of mentions of the region and of each pole, share of quoted words by pole, and the mean stance that each
# receives, from anybody and from the article itself, with n. An empty cell is unknown. Whether two groups of texts
# differ by more than chance, `analysis.framing.compare` tells.

# %%
view_comparison(explorer)

# %% [markdown]
# ## Which countries are whose?
#
# **How to read it.** Keyness compares the first text with all others: `log_ratio` 1 means that it names a country twice
# as often, `p` whether that is more than chance. Gries' `dp` near 0 is a country that all texts name alike.

# %%
texts, mentions = explorer.table("documents"), explorer.table("mentions")
first = {doc_id: "first" if number == 0 else "others" for number, doc_id in enumerate(texts["doc_id"])}
measure_keyness(mentions, texts, groups=first, target="first") if len(texts) > 1 else "There is one text alone."

# %%
measure_dispersion(mentions, texts)

# %% [markdown]
# ## All texts together

# %%
view_chart(explorer, "mentions", evidence=True)

# %%
view_chart(explorer, "stance_matrix", evidence=True)

# %%
numbers(explorer, "stance_matrix")

# %% [markdown]
# ## One text at a time
#
# **How to read it.** The filters above choose which text is on show; places in a text make sense within one text alone.

# %%
view_chart(explorer, "dispersion", evidence=True)

# %%
view_text(explorer, evidence=True)

# %%
view_table(explorer, "stances", evidence=True)

# %%
explorer.choose(word="Zentralasi*")
view_concordance(explorer, evidence=True)

# %% [markdown]
# ## Take it away

# %%
view_export(explorer)

# %%
if out:
    print(write_chart(explorer, "mentions", out), write_chart(explorer, "stance_matrix", out))
