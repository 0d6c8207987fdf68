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
# # 5 · Position
#
# **Question.** How does the text frame Central Asia between Russia, China and the United States? Change `focus` and
# `poles`, and the same notebook asks it of Moldova between the EU and Russia.

# %% tags=["parameters"]
document = "../data/blinken_astana_2023.txt"  # a text, a table of texts, a folder, or a store of `mittellage corpus`
published = "2023-02-28"  # day of publication: it decides who held an office; "" if unknown
outlet = ""  # who published it
translated = True  # did a translator choose the words?
focus = ["KZ", "KG", "TJ", "TM", "UZ"]  # countries whose position is asked for
poles = ["RU", "CN", "US"]  # three countries between which they stand
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
    view_measures,
    view_text,
    write_chart,
)
from analysis.pipeline import Options

# %%
options = Options(focus=tuple(focus), poles=tuple(poles), reader=reader)
known = {"published": published, "outlet": outlet, "translated": translated}
explorer = open_texts(document, options=options, lang=lang, **known)
view_filters(explorer)

# %% [markdown]
# ## Between the powers
#
# **How to read it.** Each corner is a power. A point near a corner gives most of its attention, voice or ties to that
# power; the middle means balance, and a large cloud means that the evidence is thin. Unknown points are not drawn.

# %%
view_chart(explorer, "position", evidence=True)

# %%
numbers(explorer, "position")

# %% [markdown]
# ## Every indicator
#
# **How to read it.** Each value with its 95% interval and the number of rows behind it; what has no evidence is folded.
# Formulas and limits stand in `docs/methods.md`. Unknown is never zero. Click a name, and the passages open that its
# value was computed from. In a translated text, indicators marked † measure the translator's wording as well.

# %%
view_measures(explorer, evidence=True)

# %% [markdown]
# ## Frames in the text
#
# **How to read it.** The thin line marks the sentences that a frame rests on; the label names the frame.

# %%
explorer.choose(layers=["frames", "mentions"])
view_text(explorer, evidence=True)

# %% [markdown]
# ## Any other chart

# %%
view_chart(explorer, evidence=True)

# %% [markdown]
# ## Take it away

# %%
view_export(explorer)

# %%
if out:
    print(write_chart(explorer, "position", out))
