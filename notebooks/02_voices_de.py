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
# # 2 · Stimmen
#
# **Frage.** Wer sagt was zu wem, und in wessen Worten spricht der Text?

# %% tags=["parameters"]
document = "../data/blinken_astana_2023.txt"  # Text, Tabelle, Ordner oder Speicher von `mittellage corpus`
published = "2023-02-28"  # Tag der Veröffentlichung: er entscheidet, wer ein Amt innehatte; "", wenn unbekannt
outlet = ""  # wer es veröffentlicht hat
translated = True  # hat ein Übersetzer die Wörter gewählt?
lang = "de"  # Sprache der Beschriftung: "de" oder "en"
out = ""  # Ordner für die Diagramme; "" schreibt nichts

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
# ## Wessen Worte gibt der Text wieder?
#
# **So liest man es.** Die Länge ist die Zahl der zitierten Wörter, nach dem Block der Sprecher, wörtliche Zitate
# getrennt von allen anderen. Daneben steht, wie oft der Block überhaupt genannt wird.

# %%
view_chart(explorer, "voice", evidence=True)

# %% [markdown]
# ## Wo im Text sprechen sie?
#
# **So liest man es.** Links ist der Anfang des Textes. Wer zuerst spricht, setzt das Thema; wer zuletzt kommt,
# antwortet darauf.

# %%
view_chart(explorer, "dispersion", evidence=True)

# %% [markdown]
# ## Jedes Zitat
#
# **So liest man es.** *wörtlich* steht in Anführungszeichen; *indirekt* hängt von einem Redeverb ab; *berichtet* nennt
# nur die Redehandlung (*forderte eine Lösung*); die freien Formen gehen im Konjunktiv ohne Redeverb weiter.
# *Sicherheit* ist die Wahrscheinlichkeit, dass das Zitat stimmt: Sehen Sie sich niedrige Werte an, bevor Sie zählen.

# %%
view_table(explorer, "quotes", evidence=True)

# %% [markdown]
# ## Die Zitate im Text

# %%
explorer.choose(layers=["quotes"])
view_text(explorer, evidence=True)

# %% [markdown]
# ## Ein Wort, und wer es gebraucht
#
# **So liest man es.** Geben Sie ein Wort ein; `*` steht für beliebige Buchstaben. Die letzte Spalte sagt, in wessen
# Worten es steht, damit die *Souveränität* aus dem Mund eines Ministers nicht für die der Redaktion gehalten wird.

# %%
explorer.choose(word="Souverän*")
view_concordance(explorer, evidence=True)

# %% [markdown]
# ## Zum Mitnehmen

# %%
view_export(explorer)

# %%
if out:
    print(write_chart(explorer, "voice", out), write_chart(explorer, "dispersion", out))
