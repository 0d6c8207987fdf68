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
# # 1 · One article
#
# **Question.** How does one news text position Central Asia between Russia, China and the United States:
# who is quoted, who takes what stance toward whom, who is named how often?
#
# Run all cells (*Run → Run All Cells*). Then choose a country above the text and watch every chart follow;
# click a passage in the text, a bar or a cell, and its evidence opens. To read your own article, change `document`;
# a table of texts, a folder or a store of `mittellage corpus` opens as well, and then the filters choose the text.

# %% tags=["parameters"]
document = "../data/blinken_astana_2023.txt"  # a text, a table of texts, a folder, or a store of `mittellage corpus`
published = "2023-02-28"  # day of publication: it decides who held an office; "" if unknown
outlet = ""  # who published it
translated = True  # did a translator choose the words?
lang = "en"  # language of labels: "de" or "en"
out = ""  # folder to write everything to; "" writes nothing

# %%
from analysis.explore import (
    open_texts,
    result_of,
    view_chart,
    view_evidence,
    view_export,
    view_filters,
    view_overview,
    view_text,
)

# %% [markdown]
# ## Read and analyse
#
# The text is never rewritten: every row of every table points to its place in it. What belongs to the web page
# rather than to the article (a brand line, a link to the mobile version) is marked as boilerplate and counts nowhere.

# %%
explorer = open_texts(document, published=published, outlet=outlet, translated=translated, lang=lang)
result = result_of(explorer)
print(result)

# %% [markdown]
# ## Filters
#
# They hold for every view below. Nothing chosen means everything; *Undo* takes back one step.

# %%
view_filters(explorer)

# %% [markdown]
# ## What the text shows
#
# **How to read it.** Each sentence opens the passages that it rests on, each with its probability, whose voice it is
# in, and what spoke for it. Say whether it is right, edit or reject it, and write a memo on it: sentences, tables and
# charts are computed anew, and `analysis.explore.result_of(explorer)` returns the corrected result. Below stands how
# many rows there are, and how well such rows are found in texts that nothing was tuned to.

# %%
view_overview(explorer)

# %%
view_evidence(explorer)

# %% [markdown]
# ## The text, layer by layer
#
# **How to read it.** A tinted stretch is a quote, its tint and pattern tell the bloc of the speaker. An underline is a
# mention of a country. Bold words under a bar are evidence of a stance: solid and blue for a positive one, dashed and
# red for a negative one. A thin line marks sentences that a frame rests on. Where rows overlap, a click opens them all.

# %%
view_text(explorer, evidence=True)

# %% [markdown]
# ## How often is each country named?
#
# **How to read it.** One bar per country, split by the form of the name. A government named by its capital (*Moskau
# erklärte*) counts for the state, a capital as a mere place counts as place. Choose a bar to see its passages.

# %%
view_chart(explorer, "mentions", evidence=True)

# %% [markdown]
# ## Whose words does the text report?
#
# **How to read it.** Quoted words by the bloc of the speaker, against how often the bloc is mentioned. A bloc that is
# often mentioned and never quoted is spoken about, not heard.

# %%
view_chart(explorer, "voice", evidence=True)

# %% [markdown]
# ## Who takes what stance toward whom?
#
# **How to read it.** Rows are holders, columns are targets. A full cell counts evidence for (+) and against (−); an
# empty one means that the text shows no stance, which is not the same as a neutral one. *Article* is the newsroom's
# own voice.

# %%
view_chart(explorer, "stance_matrix", evidence=True)

# %% [markdown]
# ## And the position that results
#
# **How to read it.** The nearer a point lies to a corner, the more of its attention, voice or ties goes to that power.
# Large clouds mean little evidence. Notebook `05_position` takes this apart.

# %%
view_chart(explorer, "position", evidence=True)

# %% [markdown]
# ## Take it away
#
# Each chart above has its own button (figure, data, caption, citation). This one saves everything that the filters
# keep; with `out` set, the whole analysis of the text on show and its report are written there as well.

# %%
view_export(explorer)

# %%
if out:
    print(result.save(f"{out}/analysis"))
