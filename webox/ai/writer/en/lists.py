"""Lists: what to expect, how it goes, for whom, and what people ask before they decide."""

LISTS = {
    "bullet": {
        "any": (
            "{subject?}A clear starting point: you know what to do first",
            "Plain explanations, without jargon",
            "{subject?}One step at a time, at your own pace",
            "Room for your questions before, during and after",
            "Choices that are explained, so that you can make them",
            "{subject?}Content that gets to the point",
            "{subject?}Nothing forced on you: keep what serves you",
            "{subject?}A way to see for yourself that you are getting on",
            "{thing?}A full description: what is included, and what is not",
            "{thing?}Answers to your questions, before you buy and after",
            "{thing?}Time to look, to compare and to think",
            "{thing?}Frank advice, even if it is to wait",
            "{thing?}All the practical information in one place",
        ),
        "professional": (
            "{subject?}A framework agreed at the start, and kept to",
            "{subject?}Regular reviews, to adjust what needs adjusting",
            "{subject?}A named person to talk to",
        ),
        "friendly": (
            "Real conversations, with real people",
            "The right to change your mind",
        ),
        "enthusiastic": (
            "{subject?}Energy and practical ideas at every step",
            "{subject?}Something to try straight away",
        ),
        "formal": (
            "A full presentation before any commitment",
            "Careful attention to what you expect",
        ),
    },
    "benefit_question": {
        "any": (
            "{subject?}What if you knew where to begin?",
            "{subject?}What if decisions became easier to make?",
            "{subject?}What if things were clear without hours of reading?",
            "{subject?}What would you do with the time you get back?",
            "{subject?}What if you could move forward without starting over?",
            "{subject?}What would a week look like without this on your mind?",
            "{subject?}What if the next step were smaller than expected?",
            "{thing?}What if you found exactly what you were after?",
            "{thing?}What if choosing were a pleasure again?",
            "{thing?}Whom would you like to delight?",
            "{thing?}What if it were simpler than expected?",
        ),
    },
    "step.first": {
        "everyday": (
            "{subject?}We take stock: where you are, and what you are after",
            "{subject?}You tell us what matters to you",
            "{subject?}We start from your situation, as it is",
            "{thing?}You look around, in your own time",
            "{thing?}You tell us what you have in mind",
        ),
        "formal": (
            "{subject?}We acquaint ourselves with your situation and your expectations",
            "{thing?}You read through our presentation",
        ),
    },
    "step": {
        "everyday": (
            "{subject?}We choose one goal, only one, and write it down",
            "{subject?}We go in small steps, in order",
            "{subject?}We look at what works, and mend the rest",
            "{subject?}You ask, we answer plainly",
            "{subject?}You put it into practice straight away, on something real",
            "{thing?}You ask, and we answer frankly",
            "{thing?}You choose what suits you, at your own pace",
            "{thing?}We confirm every detail in writing",
            "{thing?}We prepare everything with care",
        ),
        "professional": ("{subject?}We agree on the stages, and on how to judge them",),
        "formal": (
            "{subject?}We present every stage to you before it begins",
            "{subject?}We agree with you on an aim, set down in writing",
            "{subject?}We proceed by stages, in the order agreed",
            "{subject?}We answer your questions and adjust what needs adjusting",
            "{thing?}We answer your questions and advise you",
            "{thing?}You make your choice at your convenience",
            "{thing?}We confirm every detail to you in writing",
        ),
    },
    "step.last": {
        "any": (
            "{subject?}You decide what comes next, and you know why",
            "{subject?}We look back together, and you leave with a plan",
            "{subject?}You carry on at your own pace, with what you have learnt",
        ),
        "formal": (
            "{subject?}We draw up the outcome, and you are free to decide what follows",
            "{thing?}We remain at your service afterwards",
        ),
        "everyday": (
            "{thing?}You enjoy it, and we can still be reached",
            "{thing?}A question afterwards? You know where to find us",
        ),
    },
    "for_whom": {
        "any": (
            "For {audience.the}",
            "{subject?}You want to understand before you decide",
            "{subject?}You are looking for something practical, plainly explained",
            "{subject?}You want to move, and don’t know where to begin",
            "{subject?}You like being able to ask",
            "{thing?}You like to know what you are buying",
            "{thing?}You are looking for something that truly delights",
            "{thing?}You would rather choose well than choose fast",
            "{thing?}You appreciate frank advice",
        ),
        "everyday": ("{subject?}You would rather do one thing well than start ten",),
    },
    "not_for_whom": {
        "any": (
            "{subject?}You are looking for a miracle",
            "{subject?}You want everything to change without changing anything",
            "{subject?}You have no time at all just now: keep the address for later",
            "{subject?}You already have a way that suits you: keep it",
            "{thing?}You are only after the lowest price",
            "{thing?}You already have what you need: keep the address for later",
            "{thing?}Questions bother you: we always ask a few",
        ),
    },
    "tip": {
        "any": (
            "{subject?}Write down in one sentence what you expect of {topic.the}. If the sentence won’t come, that "
            "is the place to start.",
            "{subject?}Pick one thing to improve, and leave the others alone for now.",
            "{subject?}List what already works. Most people forget to start from there.",
            "{subject?}Block some time in your diary, even a little. What has no hour does not happen.",
            "{subject?}Ask somebody who knows nothing about it: their questions are often the best ones.",
            "{subject?}Note what you try and what comes of it. Without a trace, you always start over.",
            "{subject?}Decide beforehand what would tell you that it works, and what would make you stop.",
            "{subject?}Keep a simple version at hand: the one you follow on days when time is short.",
            "{thing?}Begin with the use: for whom, for when, for what?",
            "{thing?}Set a budget before you look. It is easier to choose once that is settled.",
            "{thing?}Read what is included, then what is not. The second list is often the more useful one.",
            "{thing?}Ask a question before you buy. The answer says a lot about the house.",
            "{thing?}If in doubt, sleep on it: a good idea will still be good tomorrow.",
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
    (
        "{subject?}Where do we begin?",
        "With your situation: what is already there, what is missing, and what you are after.",
    ),
    ("What does it cost?", "{price}."),
    (
        "{subject?}Do I need to know anything beforehand?",
        "No. We start from what you know, and explain the difficult words.",
    ),
    ("{subject?}What if I have little time?", "You go step by step: you choose the pace, and you can pause."),
    ("Can I ask questions before I decide?", "Of course. Write to us: one question too many beats a bad surprise."),
    ("What happens next?", "You receive a message that confirms it, with what follows and how to reach us."),
    ("Who is behind {brand}?", "{offer}."),
    (
        "What if it does not suit me?",
        "Just tell us. We would rather know, and look with you for what would suit you better.",
    ),
    (
        "{thing?}What is included?",
        "It is all in the description. Something is missing? Write to us and we will add it.",
    ),
    ("{thing?}How do I choose?", "Tell us for whom, for when and for what: we will advise you frankly."),
)
