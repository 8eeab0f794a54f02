"""A campaign written without a model: a type says what comes in which order, the offline writer finds the words."""

from dataclasses import replace

from marketing.emails.generating.audience import suggested, words_of
from marketing.emails.generating.bank import BANK, WORDS
from marketing.emails.generating.schema import DAYS, PREHEADER, SUBJECT
from marketing.emails.generating.timing import NEEDED
from webox.ai.writer import ANGLES, Copy, clean, clip, goal_of
from webox.ai.writer.text import sentence_case

# Per type the steps before the list, what the list holds, and the steps after it
SHAPES = {
    "newsletter": (("interest",), "tip", 3, ("desire",)),
    "promo": (("problem", "solution"), "bullet", 3, ("price", "proof")),
    "announcement": (("announcement.why",), "announcement.point", 3, ("announcement.after",)),
    "educational": (("problem",), "tip", 4, ("interest",)),
    "sequence": (("agitation",), "tip", 2, ("desire",)),
}
# Angles of headlines that suit what is on offer or new; the others speak of a difficulty first.
BRIGHT = ("benefit", "question", "news")
# What such a message asks for when nobody said: to read on.
GOALS = {"promo": "sell", "sequence": "reply"}


def write_campaign(brief, random):
    inputs, kind = brief.inputs, brief.inputs.get("type") or "newsletter"
    copy = Copy(priced(brief), random, bank=BANK)
    angles = BRIGHT if kind in ("promo", "announcement") else ANGLES
    subjects = subjects_of(copy, kind, angles)
    goal = goal_of(inputs.get("goal") or GOALS.get(kind, ""), brief.language)
    link = inputs.get("link") or ""
    return {
        "name": name_of_campaign(copy, kind),
        "subject": subjects[0],
        "alternatives": subjects[1:],
        "preheader": copy.line("preheader", PREHEADER),
        "greeting": greeting_of(copy),
        "headline": headline_of(copy, subjects, angles),
        **body_of(copy, kind, has_button=bool(link)),
        "button": copy.call_to_action(goal, 30) if link else "",
        "link": link,
        "closing": f"{copy.closing()}\n{copy.form('brand')}".strip(),
        "postscript": copy.line("postscript"),
        **audience_of(brief, kind),
        **time_of(brief),
    }


def priced(brief):
    """With the prices that are about the topic; all of one brand's would be a price list."""
    words = set(words_of(str(brief.inputs.get("topic") or "")))
    prices = [each for each in brief.brand.prices if words & set(words_of(each))]
    if not prices and len(brief.brand.prices) == 1:
        prices = brief.brand.prices
    return replace(brief, brand=replace(brief.brand, prices=tuple(prices[:1])))


def subjects_of(copy, kind, angles):
    """Five different ones; what comes first speaks of the topic where there is one."""
    found = copy.lines(f"subject.{kind}", 3, SUBJECT)
    asked = clean(copy.brief.inputs.get("topic"))
    if asked.endswith("?") and len(asked) <= SUBJECT:
        found.insert(0, copy.slots.printed(asked))
    while len(found) < 5:
        text = copy.headline(copy.random.choice(angles), SUBJECT)
        if text not in found:
            found.append(text)
    topic = copy.form("topic")[:12].casefold()
    return sorted(found, key=lambda each: bool(topic) and topic not in each.casefold())


def headline_of(copy, subjects, angles):
    """None of the subjects: who opened has just read one."""
    while (text := copy.headline(copy.random.choice(angles), 80)) in subjects:
        pass
    return text


def greeting_of(copy):
    text = WORDS[copy.brief.language]["greeting"][copy.brief.tone]
    return copy.slots.language.grammar.typeset(text.replace("à vous", "à toi") if copy.slots.is_familiar else text)


def body_of(copy, kind, *, has_button):
    before, listed, number, after = SHAPES[kind]
    paragraphs = [copy.line(f"opening.{kind}"), *(copy.line(step) for step in before)]
    facts = copy.facts(number - 1) if listed != "tip" else []
    points = facts + copy.lines(listed, number - len(facts))
    more = [copy.line(step) for step in after if step != "price" or copy.has("price")]
    more.append(copy.line("action" if has_button else "by_reply"))
    return {
        "paragraphs": [each for each in paragraphs if each],
        "points_title": copy.line(f"points.{kind}"),
        "points": points,
        "more": [each for each in more if each],
    }


def name_of_campaign(copy, kind):
    label = WORDS[copy.brief.language]["types"][kind]
    topic = clean(copy.brief.inputs.get("topic"), 90)
    return sentence_case(f"{topic} ({label})" if topic else label)


def audience_of(brief, kind):
    rules, why, names = suggested(str(brief.inputs.get("audience") or ""), kind, brief.context)
    reason = WORDS[brief.language]["segment"][why].format(**names)
    return {"segment_rules": rules, "segment_reason": clip(reason, 500)}


def time_of(brief):
    """From what the context measured; without one, the rule of thumb."""
    known = brief.context.get("best_time") or {"weekday": 1, "hour": 10, "opens": 0, "of_day": 0, "of_hour": 0}
    words = WORDS[brief.language]
    hours = {"hour": hour_in(words, known["hour"]), "next": hour_in(words, (known["hour"] + 1) % 24)}
    reason = words["measured" if known["opens"] >= NEEDED else "rule_of_thumb"]
    told = {"day": words["weekdays"][known["weekday"]], "needed": NEEDED} | known | hours
    return {
        "send_day": DAYS[known["weekday"]],
        "send_time": f"{known['hour']:02}:00",
        "send_reason": reason.format(**told),
    }


def hour_in(words, hour):
    return words["hour"].format(hour=hour)
