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
# # 7 · Was die Maße bedeuten, und wie falsch sie sind
#
# **Frage.** Darf ich den Zahlen der anderen Notebooks glauben, und wofür?

# %% tags=["parameters"]
document = "../data/blinken_astana_2023.txt"  # Text, Tabelle, Ordner oder Speicher von `mittellage corpus`
published = "2023-02-28"  # Tag der Veröffentlichung: er entscheidet, wer ein Amt innehatte; "", wenn unbekannt
outlet = ""  # wer es veröffentlicht hat
translated = True  # hat ein Übersetzer die Wörter gewählt?
sentence = "Indien vertraut China nicht, lobte aber die Hilfe Japans."  # was Wort für Wort erklärt wird
stance_gold = "gold/stance_items.jsonl"  # Prüfsätze: Text und erwartete Bewertungen
quotes_gold = ""  # JSONL des Zitat-Benchmarks; "" lässt ihn weg
mentions_gold = ""  # JSONL der Ländernennungen; "" lässt sie weg
lang = "de"  # Sprache der Beschriftung: "de" oder "en"
out = ""  # Ordner für die Tabellen; "" schreibt nichts

# %%
from pathlib import Path

import pandas as pd

from analysis import analyse, explain
from analysis.evaluate import run
from analysis.explore import (
    Explorer,
    indicators,
    open_texts,
    view_filters,
    view_measures,
    view_overview,
    view_table,
    view_text,
)

# %% [markdown]
# ## Was jede Kennzahl sagt, und wofür man sie nicht halten darf
#
# **So liest man es.** Eine Zeile je Kennzahl der Tabelle `framing`. *wording* kennzeichnet jene, die die Wortwahl
# messen: In einem übersetzten Text messen sie auch den Übersetzer. Formeln und Literatur stehen in `docs/methods.md`
# (auf Englisch).

# %%
methods = indicators(lang)
methods

# %% [markdown]
# ## Was Ihr Text dafür hergibt
#
# **So liest man es.** Zuerst, was gefunden wurde und worauf die Zahlen beruhen, mit den Fehlern, die an anderen Texten
# gemessen sind; dann jede Kennzahl mit n und Intervall. Wo n klein ist, ist das Intervall weit, und kein Befund sollte
# darauf beruhen.

# %%
texts = open_texts(document, published=published, outlet=outlet, translated=translated, lang=lang)
view_overview(texts)

# %%
view_measures(texts, evidence=True)

# %% [markdown]
# ## Ein Satz unter der Lupe
#
# **So liest man es.** Ändern Sie `sentence` und führen Sie die Zelle aus: Die Erklärung zeigt, wer wen bewertet, wie
# wahrscheinlich das ist und welche Wörter es tragen. Vertauschen Sie die beiden Länder, und die Bewertung muss sich
# umdrehen: Das Modell sieht keine Namen.

# %%
result = analyse(sentence)
explain(result, "t1") if len(result.stances) else print("Der Satz zeigt keine Bewertung.")

# %%
explorer = Explorer.of(result, lang=lang)
view_filters(explorer)

# %%
view_text(explorer, evidence=True)

# %%
view_table(explorer, "stances", evidence=True)

# %% [markdown]
# ## Wie falsch ist das Maß der Bewertung?
#
# **So liest man es.** F1 zählt eine Bewertung als gefunden, wenn Ziel und Richtung stimmen, *held*, wenn auch stimmt,
# wer bewertet; *pairs* sind Minimalpaare, von denen beide stimmen müssen. Die Vergleichswerte zeigen, was allein die
# Stimmung des Satzes oder seine bloßen Wörter ergäben: Sie können nicht sagen, wer wen bewertet. Bei wenigen Sätzen
# ist das Intervall weit, und eben darum steht es da.

# %%
scores = run("stance", Path(stance_gold))
scores

# %% [markdown]
# ## Wie falsch sind Zitate und Nennungen?
#
# **So liest man es.** Nennen Sie oben eine Golddatei, und hier stehen ihre Werte mit n und 95-%-Intervall. Was das
# Projekt an öffentlichem Gold gemessen hat, steht in `docs/evaluation.md`, jede Zahl neben ihrem Befehl.

# %%
given = {"quotes": quotes_gold, "mentions": mentions_gold}
measured = {task: run(task, Path(gold)) for task, gold in given.items() if gold}
pd.concat(measured) if measured else print("Kein weiteres Gold ist genannt.")

# %% [markdown]
# ## Zum Mitnehmen

# %%
if out:
    Path(out).mkdir(parents=True, exist_ok=True)
    methods.to_csv(Path(out) / "indicators.csv", index=False)
    scores.to_csv(Path(out) / "stance_scores.csv", index=False)
