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
# # 3 · Countries
#
# **Question.** How often is each country named, in which form, and where in the text?

# %% tags=["parameters"]
document = "../data/blinken_astana_2023.txt"  # a text, a table of texts, a folder, or a store of `mittellage corpus`
published = "2023-02-28"  # day of publication: it decides who held an office; "" if unknown
outlet = ""  # who published it
translated = True  # did a translator choose the words?
lang = "en"  # language of labels: "de" or "en"
out = ""  # folder to write the charts to; "" writes nothing

# %%
from analysis.actors import count_cooccurrence, count_mentions, measure_dispersion
from analysis.explore import (
    numbers,
    open_texts,
    view_chart,
    view_concordance,
    view_export,
    view_filters,
    view_table,
    view_text,
    write_chart,
)

# %%
explorer = open_texts(document, published=published, outlet=outlet, translated=translated, lang=lang)
view_filters(explorer)

# %% [markdown]
# ## How often is each country named, and how?
#
# **How to read it.** The form says what a country is in the text: a name (*Russland*), a quality (*russisch*), people
# (*Russen*), a government seen through its capital (*Moskau erklärte*), an institution (*Kreml*) or a leader.

# %%
view_chart(explorer, "mentions", evidence=True)

# %%
numbers(explorer, "mentions")

# %% [markdown]
# ## Where in the text?
#
# **How to read it.** One lane per country, one tick per mention. Evenly spread ticks mean that the text keeps that
# country in view throughout; a cluster means an episode.

# %%
view_chart(explorer, "dispersion", evidence=True)

# %% [markdown]
# ## How often, how evenly, and beside whom?
#
# **How to read it.** `per_1000` counts mentions in 1,000 words, with its interval. Gries' `dp` near 0 is a country that
# is named throughout, near 1 one that is named in one place. Two countries with `npmi` above 0 stand in the same
# sentence more often than chance would put them there. What each measure is and where it comes from stands in
# `docs/methods_mentions.md`.

# %%
count_mentions(explorer.table("mentions"), explorer.whole["documents"], by=("country", "form"))

# %%
measure_dispersion(explorer.table("mentions"), explorer.whole["documents"], parts=10)

# %%
count_cooccurrence(explorer.table("mentions"), explorer.whole["sentences"])

# %% [markdown]
# ## Every mention
#
# **How to read it.** *actor* is the state as somebody who acts, *place* a mere place, *origin* where somebody or
# something comes from. The voice tells in whose words the mention stands.

# %%
view_table(explorer, "mentions", evidence=True)

# %%
explorer.choose(layers=["mentions"])
view_text(explorer, evidence=True)

# %% [markdown]
# ## A country in context

# %%
explorer.choose(word="*russ*")
view_concordance(explorer, evidence=True)

# %% [markdown]
# ## Take it away

# %%
view_export(explorer)

# %%
if out:
    print(write_chart(explorer, "mentions", out), write_chart(explorer, "dispersion", out))
