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
# # 8 · Von Hand codieren und das Maß berichtigen
#
# **Frage.** Sieht die Auswertung in *Ihren* Texten, was ein sorgfältiger Leser sieht, und wäre das Ergebnis ein
# anderes, wenn sie es täte? So wie es dasteht, läuft das Notebook über sechzig erzeugte Artikel zweier Medien, deren
# Wahrheit bekannt ist, und zwei Codierende werden gespielt. Für eigene Texte ändern Sie die ersten Zeilen unten,
# führen die Zellen bis zur Seite aus, codieren und gehen weiter.

# %% tags=["parameters"]
source = "../docs/howto/examples/coding_articles.csv"  # Texte, Ergebnisse oder ein Speicher von `mittellage corpus`
study_folder = ""  # wo Ihre Studie liegt; "" nimmt eine, die mit dem Kernel endet, und spielt zwei Codierende
targets = ["RU", "CN"]  # Staaten, nach denen gefragt wird
played = "../docs/howto/examples/coding_truth.csv"  # Wahrheit, nach der Codierende gespielt werden
n = 200  # Items, die zu codieren sind
lang = "de"  # Sprache der Beschriftung: "de" oder "en"
out = ""  # Ordner für Tabelle, Diagramm und Absatz; "" schreibt nichts

# %%
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd

from analysis import coding
from analysis.coding.output import write_estimates
from analysis.explore import analyse_files, view_coding, view_corrections

# %% [markdown]
# ## Eine Stichprobe ziehen
#
# **So liest man es.** Ein Item ist ein Satz und ein Staat, der darin oder kurz davor genannt wird: eine Stelle, an der
# eine Bewertung stehen *könnte*; so ist auch in der Stichprobe, was die Auswertung übersehen hat. Seltene Befunde
# werden ebenso oft gezogen wie häufige, und jedes Item behält die Wahrscheinlichkeit, mit der es gezogen wurde. Eine
# Studie, die es schon gibt, wird geöffnet; nichts wird neu gezogen.

# %%
results = source if Path(source).is_dir() else analyse_files([source])
temporary = TemporaryDirectory()
folder = Path(study_folder or f"{temporary.name}/study")
drawn = (folder / "study.json").is_file()
options = {"unit": "stance", "n": n, "stratify_by": ["outlet", "sign"], "allocation": "equal", "seed": 1}
study = coding.open_study(folder) if drawn else coding.draw_sample(results, folder, targets=targets, **options)
study

# %% [markdown]
# ## Codieren
#
# **So liest man es.** Geben Sie einen Namen an; unter demselben Namen geht es dort weiter, wo er aufgehört hat.
# Codiert wird der markierte Satz, seine Nachbarn helfen beim Verstehen. Tasten geben die Labels, **u** heißt unsicher,
# **m** öffnet die Notiz, **z** nimmt das letzte Label zurück. Jede Entscheidung ist gespeichert, bevor das nächste
# Item kommt. Was die Auswertung gefunden hat und was andere sagen, steht nicht auf der Seite. Wer fertig ist oder gar
# nicht codiert hat, entscheidet mit dem zweiten Knopf, wo zwei verschieden codiert haben.

# %%
view_coding(study, lang=lang)

# %% [markdown]
# Ist kein Ordner genannt, werden zwei Codierende gespielt: Der eine kennt die Wahrheit, der andere übersieht jedes
# zwölfte Item.

# %%
items = pd.DataFrame(study.items).rename(columns={"item_id": "item"})
items["sentence"] = [item.text[item.start : item.end] for item in study.items]
truth = pd.read_csv(played)
sheet = items[["item", "sentence", "target"]].merge(truth, how="left").fillna({"label": "none"})
missed = sheet.assign(label=sheet["label"].where(sheet.index % 12 > 0, "none"))
if not study_folder:
    sheet.to_csv(Path(temporary.name) / "one.csv", index=False)
    missed.to_csv(Path(temporary.name) / "two.csv", index=False)
    coding.import_codings(study, Path(temporary.name) / "one.csv", coder="anna")
    coding.import_codings(study, Path(temporary.name) / "two.csv", coder="ben")
pd.DataFrame({name: coding.progress(study, name)._asdict() for name in coding.coders(study)}).T

# %% [markdown]
# ## Übereinstimmung
#
# **So liest man es.** *alpha* ist Krippendorffs α, 1 bei voller Übereinstimmung und 0 bei dem, was der Zufall ergibt,
# mit 95-%-Intervall; die ersten Zeilen gelten den Codierenden, die mit *machine* der Auswertung und einem von ihnen.

# %%
agreement = coding.measure_agreement(study)
agreement[agreement["part"] == "all"]

# %% [markdown]
# ## Entscheidungen
#
# **So liest man es.** Jede Zeile ist ein Item, das die Codierenden verschieden codiert haben. Entscheiden Sie oben
# (*Abweichungen entscheiden*); wer entschieden hat, wird festgehalten. Für Schätzungen müssen alle entschieden sein.
# Werden Codierende gespielt, entscheidet, wer die Wahrheit kennt.

# %%
differing = [case.item.item_id for case in coding.find_cases(study, open_only=True)]
rows = sheet.set_index("item").loc[differing]
if not study_folder:
    decisions = [coding.adjudicate(study, item, label, by="anna") for item, label in rows["label"].items()]
rows[["sentence", "target"]].head(10)

# %% [markdown]
# ## Berichtigte Schätzungen
#
# **So liest man es.** Für jedes Medium, was die Auswertung gefunden hat und was die codierten Items daraus machen, mit
# 95-%-Intervallen; *difference* ist ein Medium minus das andere. *design_effect* 0,5 heißt: so gut wie doppelt so
# viele codierte Items ohne die Auswertung.

# %%
estimates = coding.correct_estimates(results, study, measure="stance", by="outlet", differences=True)
estimates[["kind", "group", "versus", "naive", "corrected", "low", "high", "n_coded", "design_effect"]].round(3)

# %%
view_corrections(estimates, lang=lang)

# %%
view_corrections(estimates, kind="difference", lang=lang)

# %%
print(coding.methods_paragraph(study, estimates, lang=lang))

# %% [markdown]
# ## Was wofür gehalten wird
#
# **So liest man es.** Zeilen sind Labels der Auswertung, Spalten das, was entschieden wurde. Wo eine Zeile streut,
# irrt das Maß; die Schätzungen oben haben das eingerechnet.

# %%
coding.confusion(study, "machine", "adjudicated")

# %% [markdown]
# ## Zum Mitnehmen
#
# Der Ordner der Studie ohne seinen Teil `sealed` ist das, was andere Codierende bekommen; ein Replikationspaket nimmt
# `analysis.coding.study_tables(study)`, das keinen Text enthält.

# %%
if out:
    Path(out).mkdir(parents=True, exist_ok=True)
    write_estimates(study, estimates, Path(out), lang)
