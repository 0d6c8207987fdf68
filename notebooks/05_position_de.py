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
# # 5 · Lage
#
# **Frage.** Wie zeigt der Text Zentralasien zwischen Russland, China und den USA? Ändern Sie `focus` und `poles`, und
# dasselbe Notebook stellt die Frage für die Moldau zwischen EU und Russland.

# %% tags=["parameters"]
document = "../data/blinken_astana_2023.txt"  # Text, Tabelle, Ordner oder Speicher von `mittellage corpus`
published = "2023-02-28"  # Tag der Veröffentlichung: er entscheidet, wer ein Amt innehatte; "", wenn unbekannt
outlet = ""  # wer es veröffentlicht hat
translated = True  # hat ein Übersetzer die Wörter gewählt?
focus = ["KZ", "KG", "TJ", "TM", "UZ"]  # Länder, nach deren Lage gefragt wird
poles = ["RU", "CN", "US"]  # drei Länder, zwischen denen sie stehen
reader = "fast"  # wer Bewertungen liest; "thorough" findet mehr, braucht länger und pip install 'mittellage[thorough]'
lang = "de"  # Sprache der Beschriftung: "de" oder "en"
out = ""  # Ordner für die Diagramme; "" schreibt nichts

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
# ## Zwischen den Mächten
#
# **So liest man es.** Jede Ecke ist eine Macht. Ein Punkt nahe einer Ecke gibt dieser Macht das meiste von seiner
# Aufmerksamkeit, seinen Stimmen oder Beziehungen; die Mitte heißt Gleichgewicht, eine große Wolke heißt, dass es
# wenige Belege gibt. Unbekannte Punkte sind nicht gezeichnet.

# %%
view_chart(explorer, "position", evidence=True)

# %%
numbers(explorer, "position")

# %% [markdown]
# ## Jede Kennzahl
#
# **So liest man es.** Jeder Wert mit seinem 95-%-Intervall und der Zahl der Zeilen dahinter; was keinen Beleg hat, ist
# eingeklappt. Formeln und Grenzen stehen in `docs/methods.md` (auf Englisch). Unbekannt ist nie null. Ein Klick auf
# einen Namen öffnet die Stellen, aus denen der Wert berechnet ist. In einem übersetzten Text messen Kennzahlen mit †
# auch die Wortwahl des Übersetzers.

# %%
view_measures(explorer, evidence=True)

# %% [markdown]
# ## Deutungsrahmen im Text
#
# **So liest man es.** Die dünne Linie kennzeichnet die Sätze, auf denen ein Deutungsrahmen beruht; die Beschriftung
# nennt ihn.

# %%
explorer.choose(layers=["frames", "mentions"])
view_text(explorer, evidence=True)

# %% [markdown]
# ## Jedes andere Diagramm

# %%
view_chart(explorer, evidence=True)

# %% [markdown]
# ## Zum Mitnehmen

# %%
view_export(explorer)

# %%
if out:
    print(write_chart(explorer, "position", out))
