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
# # 6 · Mehrere Texte
#
# **Frage.** Verorten Medien oder Jahre die Region verschieden? Nennen Sie in `documents` Ihre Texte oder eine Tabelle
# mit Spalten für Text, Medium und Datum; für Tausende rufen Sie zuerst `mittellage corpus` auf und nennen seinen
# Speicher.

# %% tags=["parameters"]
documents = ["../data/blinken_astana_2023.txt"]  # Texte, Tabellen, Ordner oder ein Speicher von `mittellage corpus`
reader = "fast"  # wer Bewertungen liest; "thorough" findet mehr, braucht länger und pip install 'mittellage[thorough]'
lang = "de"  # Sprache der Beschriftung: "de" oder "en"
out = ""  # Ordner für die Diagramme; "" schreibt nichts

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
# ## Lesen und auswerten
#
# **So liest man es.** Eine Zeile je Text. Medium und Datum kommen aus den Spalten einer Tabelle, aus einem Speicher
# oder aus dem Dateinamen, etwa `medium_2023-02-28_irgendwas.txt`; was nirgends steht, bleibt unbekannt.

# %%
explorer = open_texts(documents, reader=reader, lang=lang)
explorer.table("documents")[["doc_id", "outlet", "date", "title", "n_tokens"]]

# %%
view_filters(explorer)

# %% [markdown]
# ## Nebeneinander
#
# **So liest man es.** Die Linien zeigen eine Kennzahl im Zeitverlauf, das Dreieck, wo die Medien die Region verorten.
# Eine Zeile je Text: Anteil der Region und jedes Pols an den Nennungen, Anteil an den zitierten Wörtern und die
# mittlere Bewertung, durch alle Stimmen und durch den Artikel selbst, mit n. Ein leeres Feld ist unbekannt. Ob sich
# zwei Gruppen von Texten stärker unterscheiden, als der Zufall es täte, sagt `analysis.framing.compare`.

# %%
view_comparison(explorer)

# %% [markdown]
# ## Welcher Text hat welche Länder?
#
# **So liest man es.** Die Keyness vergleicht den ersten Text mit allen anderen: `log_ratio` 1 heißt, dass er ein Land
# doppelt so oft nennt, `p`, ob das mehr als Zufall ist. `dp` nach Gries liegt nahe 0, wenn alle Texte ein Land gleich
# oft nennen.

# %%
texts, mentions = explorer.table("documents"), explorer.table("mentions")
first = {doc_id: "first" if number == 0 else "others" for number, doc_id in enumerate(texts["doc_id"])}
measure_keyness(mentions, texts, groups=first, target="first") if len(texts) > 1 else "Es gibt nur einen Text."

# %%
measure_dispersion(mentions, texts)

# %% [markdown]
# ## Alle Texte zusammen

# %%
view_chart(explorer, "mentions", evidence=True)

# %%
view_chart(explorer, "stance_matrix", evidence=True)

# %%
numbers(explorer, "stance_matrix")

# %% [markdown]
# ## Ein Text nach dem anderen
#
# **So liest man es.** Die Filter oben wählen, welcher Text gezeigt wird; Stellen im Text haben nur innerhalb eines
# Textes einen Sinn.

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
# ## Zum Mitnehmen

# %%
view_export(explorer)

# %%
if out:
    print(write_chart(explorer, "mentions", out), write_chart(explorer, "stance_matrix", out))
