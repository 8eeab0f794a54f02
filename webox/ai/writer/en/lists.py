"""Lists: what to expect, how it goes, for whom, and what people ask before they decide."""

LISTS = {
    "bullet": {
        "any": (
            "A clear starting point: you know what to do first",
            "Plain explanations, without jargon",
            "One step at a time, at your own pace",
            "Room for your questions before, during and after",
            "Choices that are explained, so that you can make them",
            "Content that gets to the point",
            "Nothing forced on you: keep what serves you",
            "A way to see for yourself that you are getting on",
        ),
        "professional": (
            "A framework agreed at the start, and kept to",
            "Regular reviews, to adjust what needs adjusting",
            "A named person to talk to",
        ),
        "friendly": (
            "Real conversations, with real people",
            "The right to change your mind",
        ),
        "enthusiastic": (
            "Energy and practical ideas at every step",
            "Something to try straight away",
        ),
        "formal": (
            "A full presentation before any commitment",
            "Careful attention to what you expect",
        ),
    },
    "benefit_question": {
        "any": (
            "What if you knew where to begin?",
            "What if decisions became easier to make?",
            "What if things were clear without hours of reading?",
            "What would you do with the time you get back?",
            "What if you could move forward without starting over?",
            "What would a week look like without this on your mind?",
            "What if the next step were smaller than expected?",
        ),
    },
    "step.first": {
        "everyday": (
            "We take stock: where you are, and what you are after",
            "You tell us what matters to you",
            "We start from your situation, as it is",
        ),
        "formal": ("We acquaint ourselves with your situation and your expectations",),
    },
    "step": {
        "everyday": (
            "We choose one goal, only one, and write it down",
            "We go in small steps, in order",
            "We look at what works, and mend the rest",
            "You ask, we answer plainly",
            "You put it into practice straight away, on something real",
        ),
        "professional": ("We agree on the stages, and on how to judge them",),
        "formal": (
            "We present every stage to you before it begins",
            "We agree with you on an aim, set down in writing",
            "We proceed by stages, in the order agreed",
            "We answer your questions and adjust what needs adjusting",
        ),
    },
    "step.last": {
        "any": (
            "You decide what comes next, and you know why",
            "We look back together, and you leave with a plan",
            "You carry on at your own pace, with what you have learnt",
        ),
        "formal": ("We draw up the outcome, and you are free to decide what follows",),
    },
    "for_whom": {
        "any": (
            "For {audience.the}",
            "You want to understand before you decide",
            "You are looking for something practical, plainly explained",
            "You want to move, and don’t know where to begin",
            "You like being able to ask",
        ),
        "everyday": ("You would rather do one thing well than start ten",),
    },
    "not_for_whom": {
        "any": (
            "You are looking for a miracle",
            "You want everything to change without changing anything",
            "You have no time at all just now: keep the address for later",
            "You already have a way that suits you: keep it",
        ),
    },
    "tip": {
        "any": (
            "Write down in one sentence what you expect of {topic.the}. If the sentence won’t come, that is the "
            "place to start.",
            "Pick one thing to improve, and leave the others alone for now.",
            "List what already works. Most people forget to start from there.",
            "Block some time in your diary, even a little. What has no hour does not happen.",
            "Ask somebody who knows nothing about it: their questions are often the best ones.",
            "Note what you try and what comes of it. Without a trace, you always start over.",
            "Decide beforehand what would tell you that it works, and what would make you stop.",
            "Keep a simple version at hand: the one you follow on days when time is short.",
        ),
    },
    "postscript": {
        "everyday": (
            "P.S. A question? Just reply: real people read this inbox.",
            "P.S. Not the right moment? Keep this message, it will wait for you.",
            "P.S. If this would help somebody you know, feel free to pass it on.",
        ),
        "formal": ("P.S. Should you have any question, a reply to this message will reach us.",),
    },
}

# [(question, answer)], in the order people ask them
QUESTIONS = (
    ("Who is this for?", "First of all for {audience.the}. If you are not sure, ask us."),
    ("Where do we begin?", "With your situation: what is already there, what is missing, and what you are after."),
    ("What does it cost?", "{price}."),
    ("Do I need to know anything beforehand?", "No. We start from what you know, and explain the difficult words."),
    ("What if I have little time?", "You go step by step: you choose the pace, and you can pause."),
    ("Can I ask questions before I decide?", "Of course. Write to us: one question too many beats a bad surprise."),
    ("What happens next?", "You receive a message that confirms it, with what follows and how to reach us."),
    ("Who is behind {brand}?", "{offer}."),
    (
        "What if it does not suit me?",
        "Just tell us. We would rather know, and look with you for what would suit you better.",
    ),
)
