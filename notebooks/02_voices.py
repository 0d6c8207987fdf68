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
# # 2 · Voices
#
# **Question.** Who says what to whom, and in whose words does the text speak?

# %% tags=["parameters"]
document = "../data/blinken_astana_2023.txt"  # a text, a table of texts, a folder, or a store of `mittellage corpus`
published = "2023-02-28"  # day of publication: it decides who held an office; "" if unknown
outlet = ""  # who published it
translated = True  # did a translator choose the words?
lang = "en"  # language of labels: "de" or "en"
out = ""  # folder to write the charts to; "" writes nothing

# %%
from analysis.explore import (
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
# ## Whose words does the text report?
#
# **How to read it.** Length is the number of quoted words, by the bloc that the speaker belongs to, direct quotes apart
# from all others. Beside it stands how often the bloc is mentioned at all.

# %%
view_chart(explorer, "voice", evidence=True)

# %% [markdown]
# ## Where in the text do they speak?
#
# **How to read it.** Left is the beginning of the text. Whoever speaks first sets the topic; a voice that comes last
# answers it.

# %%
view_chart(explorer, "dispersion", evidence=True)

# %% [markdown]
# ## Every quote
#
# **How to read it.** *direct* has quotation marks; *indirect* depends on a verb of saying; *reported* names only the
# speech act (*forderte eine Lösung*); the free forms carry on in the subjunctive without a verb of saying.
# Confidence is the probability that the quote is right: look at low ones before you count them.

# %%
view_table(explorer, "quotes", evidence=True)

# %% [markdown]
# ## The quotes in the text

# %%
explorer.choose(layers=["quotes"])
view_text(explorer, evidence=True)

# %% [markdown]
# ## A word, and who uses it
#
# **How to read it.** Type a word; `*` stands for any letters. The last column tells whose words it stands in, so that
# *Souveränität* in a minister's mouth is not taken for the newsroom's.

# %%
explorer.choose(word="Souverän*")
view_concordance(explorer, evidence=True)

# %% [markdown]
# ## Take it away

# %%
view_export(explorer)

# %%
if out:
    print(write_chart(explorer, "voice", out), write_chart(explorer, "dispersion", out))
