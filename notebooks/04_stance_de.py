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
# # 4 · Bewertungen
#
# **Frage.** Wer bewertet wen, in welche Richtung, mit welchen Belegen und mit wessen Stimme?

# %% tags=["parameters"]
document = "../data/blinken_astana_2023.txt"  # Text, Tabelle, Ordner oder Speicher von `mittellage corpus`
published = "2023-02-28"  # Tag der Veröffentlichung: er entscheidet, wer ein Amt innehatte; "", wenn unbekannt
outlet = ""  # wer es veröffentlicht hat
translated = True  # hat ein Übersetzer die Wörter gewählt?
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
    view_table,
    view_text,
    write_chart,
)

# %%
explorer = open_texts(document, published=published, outlet=outlet, translated=translated, reader=reader, lang=lang)
view_filters(explorer)

# %% [markdown]
# ## Wer bewertet wen?
#
# **So liest man es.** In den Zeilen steht, wer bewertet, in den Spalten, wer bewertet wird. Ein Klick auf ein Feld
# zeigt, worauf es beruht. Ein leeres Feld ist unbekannt, nicht neutral.

# %%
view_chart(explorer, "stance_matrix", evidence=True)

# %%
numbers(explorer, "stance_matrix")

# %% [markdown]
# ## Im Verlauf des Textes
#
# **So liest man es.** Eine Spur je bewertetem Land, ein Zeichen je Beleg: nach oben für eine positive, nach unten für
# eine negative Bewertung.

# %%
view_chart(explorer, "stance_timeline", evidence=True)

# %% [markdown]
# ## Jeder Beleg
#
# **So liest man es.** Eine *Äußerung* wird gesagt, eine *Handlung* getan, eine *Beziehung* besteht; ein *Urteil über
# Verhalten* fällt schon die Wortwahl (*Überfall*). Eine abgeschwächte Bewertung ist gemildert oder nur gedacht.

# %%
view_table(explorer, "stances", evidence=True)

# %%
explorer.choose(layers=["stances", "mentions"])
view_text(explorer, evidence=True)

# %% [markdown]
# ## Zum Mitnehmen

# %%
view_export(explorer)

# %%
if out:
    print(write_chart(explorer, "stance_matrix", out), write_chart(explorer, "stance_timeline", out))
