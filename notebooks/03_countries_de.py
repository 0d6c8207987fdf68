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
# # 3 · Länder
#
# **Frage.** Welche Länder werden wie oft genannt, in welcher Form und wo im Text?

# %% tags=["parameters"]
document = "../data/blinken_astana_2023.txt"  # Text, Tabelle, Ordner oder Speicher von `mittellage corpus`
published = "2023-02-28"  # Tag der Veröffentlichung: er entscheidet, wer ein Amt innehatte; "", wenn unbekannt
outlet = ""  # wer es veröffentlicht hat
translated = True  # hat ein Übersetzer die Wörter gewählt?
lang = "de"  # Sprache der Beschriftung: "de" oder "en"
out = ""  # Ordner für die Diagramme; "" schreibt nichts

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
# ## Welche Länder werden wie oft genannt, und wie?
#
# **So liest man es.** Die Form sagt, als was ein Land im Text erscheint: als Name (*Russland*), als Eigenschaft
# (*russisch*), als Menschen (*Russen*), als Regierung hinter ihrer Hauptstadt (*Moskau erklärte*), als Institution
# (*Kreml*) oder als Amtsträger.

# %%
view_chart(explorer, "mentions", evidence=True)

# %%
numbers(explorer, "mentions")

# %% [markdown]
# ## Wo im Text?
#
# **So liest man es.** Eine Spur je Land, ein Strich je Nennung. Gleichmäßig verteilte Striche heißen, dass der Text
# dieses Land durchweg im Blick hat; eine Häufung ist eine Episode.

# %%
view_chart(explorer, "dispersion", evidence=True)

# %% [markdown]
# ## Wie oft, wie gleichmäßig und neben wem?
#
# **So liest man es.** `per_1000` zählt Nennungen je 1.000 Wörter, mit Intervall. `dp` nach Gries liegt nahe 0, wenn
# ein Land im ganzen Text vorkommt, nahe 1, wenn es nur an einer Stelle steht. Zwei Länder mit `npmi` über 0 stehen
# öfter im selben Satz, als der Zufall es täte. Was die Maße bedeuten und woher sie stammen, steht in
# `docs/methods_mentions.md`.

# %%
count_mentions(explorer.table("mentions"), explorer.whole["documents"], by=("country", "form"))

# %%
measure_dispersion(explorer.table("mentions"), explorer.whole["documents"], parts=10)

# %%
count_cooccurrence(explorer.table("mentions"), explorer.whole["sentences"])

# %% [markdown]
# ## Jede Nennung
#
# **So liest man es.** *Akteur* ist der Staat, der handelt oder betroffen ist, *Ort* ein bloßer Ort, *Herkunft* das,
# woher jemand oder etwas kommt. Die Stimme sagt, in wessen Worten die Nennung steht.

# %%
view_table(explorer, "mentions", evidence=True)

# %%
explorer.choose(layers=["mentions"])
view_text(explorer, evidence=True)

# %% [markdown]
# ## Ein Land im Zusammenhang

# %%
explorer.choose(word="*russ*")
view_concordance(explorer, evidence=True)

# %% [markdown]
# ## Zum Mitnehmen

# %%
view_export(explorer)

# %%
if out:
    print(write_chart(explorer, "mentions", out), write_chart(explorer, "dispersion", out))
