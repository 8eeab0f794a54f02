"""An investor update without a model: the month's figures and a person's notes as sentences, and nothing besides."""

from django.utils.translation import override

from investors.forms.updates import month_of
from investors.generating.forms import NOTES, round_in
from investors.generating.schema import MOST
from investors.models.kpis import COUNTED
from investors.updates.facts import name_of
from investors.updates.letter import lines_of

WORDS = {
    "fr": {
        "rdv_count": ("rendez-vous avec des investisseurs", "rendez-vous avec des investisseurs"),
        "pitchs": ("pitch", "pitchs"),
        "closings": ("closing", "closings"),
        "and": " et ",
        "title": "{month}\u00a0: {figure}",
        "bare_title": "Point d’étape, {month}",
        "month": "En {month}\u00a0: {figures}.",
        "quiet": "En {month}, aucun rendez-vous avec des investisseurs.",
        "more": "C’est {n} rendez-vous de plus que le mois précédent.",
        "fewer": "C’est {n} rendez-vous de moins que le mois précédent.",
        "round": "{label}\u00a0: {secured} signés ou versés sur {target}, soit {percent}\u00a0%.",
        "over": "Le tour est sursouscrit.",
        "less_of": "Moins de {name} que le mois précédent\u00a0: {value} contre {before}.",
        "sign": "Faire signer ce qui est promis pour {label}\u00a0: {soft}.",
        "intro": "Une mise en relation avec un investisseur pour compléter {label}\u00a0: il reste {missing} à réunir.",
    },
    "en": {
        "rdv_count": ("investor meeting", "investor meetings"),
        "pitchs": ("pitch", "pitches"),
        "closings": ("closing", "closings"),
        "and": " and ",
        "title": "{month}: {figure}",
        "bare_title": "Where we stand, {month}",
        "month": "In {month}: {figures}.",
        "quiet": "No meetings with investors in {month}.",
        "more": "That is {n} more meetings than the month before.",
        "fewer": "That is {n} fewer meetings than the month before.",
        "round": "{label}: {secured} signed or wired of {target}, which is {percent}%.",
        "over": "The round is oversubscribed.",
        "less_of": "Fewer {name} than the month before: {value} after {before}.",
        "sign": "Get signed what is promised for {label}: {soft}.",
        "intro": "An introduction to an investor who could complete {label}: {missing} is still to be found.",
    },
}


def write(brief, random):
    words = WORDS["fr" if brief.language == "fr" else "en"]
    with override(brief.language):
        month = name_of(*month_of(brief.inputs["period"]))
        round = round_in(brief.context["figures"])
    counts = {each["name"]: (int(each["value"]), int(each["before"])) for each in counted(brief)}
    told = [f"{value} {words[name][value > 1]}" for name, (value, _before) in counts.items() if value]
    said = {name: [sentence(line) for line in lines_of(brief.inputs.get(name) or "")] for name in NOTES}
    title = words["title"].format(month=month, figure=told[0]) if told else words["bare_title"].format(month=month)
    return {
        "title": title[:1].upper() + title[1:],
        "headline": headline(words, month, told, counts, round),
        "wins": [*said["wins"], *brief.context["wins"]][:MOST],
        "lowlights": [*said["lowlights"], *setbacks(words, counts)][:MOST],
        "next_steps": [*said["next_steps"], *steps(words, round)][:MOST],
        "asks": (said["asks"] or requests(words, round))[:MOST],
    }


def counted(brief):
    return [each for each in brief.context["figures"] if each["name"] in COUNTED]


def headline(words, month, told, counts, round):
    joined = words["and"].join(filter(None, [", ".join(told[:-1]), *told[-1:]]))
    sentences = [words["month" if told else "quiet"].format(month=month, figures=joined)]
    meetings, before = counts.get("rdv_count", (0, 0))
    if before and abs(meetings - before) > 1:
        sentences.append(words["more" if meetings > before else "fewer"].format(n=abs(meetings - before)))
    if round:
        sentences.append(words["round"].format(**round))
    if round and round["is_oversubscribed"]:
        sentences.append(words["over"])
    return " ".join(sentences)


def setbacks(words, counts):
    return [
        words["less_of"].format(name=words[name][1], value=value, before=before)
        for name, (value, before) in counts.items()
        if value < before
    ]


def steps(words, round):
    return [words["sign"].format(**round)] if round and round["has_soft"] else []


def requests(words, round):
    return [words["intro"].format(**round)] if round and round["is_open"] else []


def sentence(line):
    line = line[:1].upper() + line[1:]
    return line if line.endswith((".", "!", "?", "…")) else f"{line}."
