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
# # 1 · Ein Artikel
#
# **Frage.** Wie verortet ein Nachrichtentext Zentralasien zwischen Russland, China und den USA: Wer wird zitiert, wer
# bewertet wen, wer wird wie oft genannt?
#
# Führen Sie alle Zellen aus (*Run → Run All Cells*). Wählen Sie dann über dem Text ein Land, und alle Diagramme
# folgen; ein Klick auf eine Fundstelle im Text, auf einen Balken oder ein Feld öffnet die Belege. Für einen eigenen
# Artikel ändern Sie `document`; eine Tabelle mit Texten, ein Ordner oder ein Speicher von `mittellage corpus` lässt
# sich ebenso öffnen, und dann wählen die Filter den Text.

# %% tags=["parameters"]
document = "../data/blinken_astana_2023.txt"  # Text, Tabelle, Ordner oder Speicher von `mittellage corpus`
published = "2023-02-28"  # Tag der Veröffentlichung: er entscheidet, wer ein Amt innehatte; "", wenn unbekannt
outlet = ""  # wer es veröffentlicht hat
translated = True  # hat ein Übersetzer die Wörter gewählt?
lang = "de"  # Sprache der Beschriftung: "de" oder "en"
out = ""  # Ordner, in den alles geschrieben wird; "" schreibt nichts

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
# ## Lesen und auswerten
#
# Der Text wird nie verändert: Jede Zeile jeder Tabelle zeigt auf ihre Stelle darin. Was zur Webseite gehört und nicht
# zum Artikel (der Name der Seite, ein Link zur mobilen Fassung), gilt als Beiwerk und zählt nirgends.

# %%
explorer = open_texts(document, published=published, outlet=outlet, translated=translated, lang=lang)
result = result_of(explorer)
print(result)

# %% [markdown]
# ## Filter
#
# Sie gelten für alle Ansichten darunter. Ist nichts gewählt, wird alles gezeigt; *Rückgängig* nimmt einen Schritt
# zurück.

# %%
view_filters(explorer)

# %% [markdown]
# ## Was der Text zeigt
#
# **So liest man es.** Jeder Satz öffnet die Stellen, auf denen er beruht, jede mit ihrer Wahrscheinlichkeit, der
# Stimme, in der sie steht, und dem, was für sie sprach. Sagen Sie, ob sie stimmt, ändern oder verwerfen Sie sie, und
# schreiben Sie eine Notiz dazu: Sätze, Tabellen und Diagramme werden neu berechnet, und
# `analysis.explore.result_of(explorer)` gibt das berichtigte Ergebnis zurück. Darunter steht, wie viele Zeilen es gibt
# und wie gut solche Zeilen in Texten gefunden werden, auf die nichts abgestimmt wurde.

# %%
view_overview(explorer)

# %%
view_evidence(explorer)

# %% [markdown]
# ## Der Text, Ebene für Ebene
#
# **So liest man es.** Getönt ist ein Zitat; Ton und Muster nennen den Block, zu dem der Sprecher gehört. Unterstrichen
# ist die Nennung eines Landes. Fette Wörter unter einem Strich belegen eine Bewertung: durchgezogen und blau eine
# positive, gestrichelt und rot eine negative. Eine dünne Linie kennzeichnet Sätze, auf denen ein Deutungsrahmen
# beruht. Wo sich mehreres überlagert, öffnet ein Klick alles zusammen.

# %%
view_text(explorer, evidence=True)

# %% [markdown]
# ## Welche Länder werden wie oft genannt?
#
# **So liest man es.** Ein Balken je Land, geteilt nach der Form der Nennung. Eine Regierung, die mit ihrer Hauptstadt
# genannt wird (*Moskau erklärte*), zählt für den Staat, eine Hauptstadt als bloßer Ort zählt als Ort. Ein Klick auf
# einen Balken zeigt seine Stellen.

# %%
view_chart(explorer, "mentions", evidence=True)

# %% [markdown]
# ## Wessen Worte gibt der Text wieder?
#
# **So liest man es.** Zitierte Wörter nach dem Block der Sprecher, daneben, wie oft der Block genannt wird. Über wen
# viel gesprochen wird, ohne dass er zu Wort kommt, der wird nicht gehört.

# %%
view_chart(explorer, "voice", evidence=True)

# %% [markdown]
# ## Wer bewertet wen, und wie?
#
# **So liest man es.** In den Zeilen steht, wer bewertet, in den Spalten, wer bewertet wird. Ein volles Feld zählt
# Belege dafür (+) und dagegen (−); ein leeres heißt, dass der Text keine Bewertung zeigt, und das ist etwas anderes
# als eine neutrale. *Artikel* ist die Stimme der Redaktion.

# %%
view_chart(explorer, "stance_matrix", evidence=True)

# %% [markdown]
# ## Und die Lage, die daraus folgt
#
# **So liest man es.** Je näher ein Punkt an einer Ecke liegt, desto mehr von seiner Aufmerksamkeit, seinen Stimmen
# oder Beziehungen gilt dieser Macht. Große Wolken heißen: wenige Belege. Das Notebook `05_position_de` nimmt das
# auseinander.

# %%
view_chart(explorer, "position", evidence=True)

# %% [markdown]
# ## Zum Mitnehmen
#
# Jedes Diagramm oben hat einen eigenen Knopf (Bild, Daten, Bildunterschrift, Zitierhinweis). Dieser hier speichert
# alles, was die Filter übrig lassen; ist `out` gesetzt, wird auch die ganze Auswertung des gezeigten Textes mit ihrem
# Bericht dorthin geschrieben.

# %%
view_export(explorer)

# %%
if out:
    print(result.save(f"{out}/analysis"))
