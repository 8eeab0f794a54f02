"""English: the sections pages are made of."""

SECTIONS = {
    # What hurts, asked rather than claimed
    "problem.heading": {
        "any": ("If this sounds like you, read on", "Does this sound familiar?", "What we often hear"),
    },
    "problem.text": {
        "any": (
            "It isn’t a matter of willpower. It is nearly always a matter of order: too much advice, too many tools, "
            "and nobody to say where to begin.",
            "Good intentions are not what is missing. A clear path is, and the time to follow it, and someone to ask.",
            "One puts it off, starts over, compares once more. And all the while the question stays open.",
        )
    },
    "problem.item": {
        "any": (
            "You have read a lot about it, and you still hesitate over the first step.",
            "The advice contradicts itself, and none of it knows your situation.",
            "You move in fits and starts, unsure whether it is the right way.",
            "You are short of time, and every attempt takes a little more of it.",
            "You put the question off, and it comes back untouched.",
            "You have tried it yourself, and there was always a piece missing.",
            "You would like a frank opinion from somebody who knows the subject.",
        )
    },
    "problem.text.product": {
        "any": (
            "Choosing ought to be simple. But descriptions look alike, opinions contradict each other, and one ends up "
            "buying more or less at random.",
            "One compares, opens one page after the other, puts it off until tomorrow. And having decided, one still "
            "wonders.",
        )
    },
    "problem.item.product": {
        "any": (
            "Beautiful pictures do not say what you really receive.",
            "Specific questions go unanswered.",
            "You have bought something in a hurry before, and regretted it.",
            "You like to know where things come from, and who makes them.",
            "One never knows whom to ask when something is wrong.",
            "Between too expensive and too good to be true, little is left.",
            "You would like to choose once, and be done with it.",
        )
    },
    "problem.text.service": {
        "any": (
            "Doing it yourself takes time that is missing elsewhere. Handing it over takes trust, and trust cannot be "
            "decreed.",
            "The project has long been clear in your mind. What is missing is the time, the method, or the right "
            "person to see it through.",
        )
    },
    "problem.item.service": {
        "any": (
            "The project waits, because everyday work always comes first.",
            "You do not know what it will take, or what it will cost.",
            "Quotes look alike, and it is hard to compare them.",
            "You would like to follow the work without having to chase for news.",
            "You have begun already, and the work stayed half done.",
            "You do not want a supplier who vanishes once paid.",
            "You would like to speak to one person, always the same.",
        )
    },
    "promise.text.product": {
        "any": (
            "We say what it is, where it comes from and who it suits. And if it is not for you, we say that too.",
            "Nothing hidden: what is included is in writing, and a person answers your questions.",
        )
    },
    "promise.heading.product": {"any": ("What we propose", "What you can expect of us")},
    "promise.heading": {"any": ("What we propose", "Another way forward", "What you can expect of us")},
    "promise.text": {
        "any": (
            "A clear path in plain words. You know what lies ahead, in which order, and why.",
            "No miracles: a method, steps that make sense, and answers when a question comes up.",
            "We say what is included and what is not, and we stand by what we say.",
        ),
    },
    # What one gets: a title, then a sentence
    "benefits.heading": {"any": ("What you get", "What is included", "In practice")},
    "benefit.webinar": {
        "any": (
            "A method to follow|Each step prepares the next: nothing to piece together yourself.",
            "Real examples|The theory is short; what counts is seeing it done.",
            "Something to do each time|After each part, one simple thing to put in place.",
            "Answers to your questions|Say what is in the way, and it moves.",
        )
    },
    "benefit.product": {
        "any": (
            "An honest description|What is included is in writing before you buy.",
            "Time to choose|No countdown and no false urgency: you decide when you like.",
            "A person who answers|A question before or after? Write to us, we read everything.",
            "An easy order|A short form, then a message from us to agree on the rest.",
        )
    },
    "benefit.service": {
        "any": (
            "Listening first|We begin by understanding your situation, not by selling to it.",
            "A written proposal|What will be done, in which order and on what terms: you approve it, then we start.",
            "Regular news|You know how things stand without having to ask.",
            "Work that is explained|In the end you understand what was done, and why.",
        )
    },
    "benefit.lead_magnet": {
        "any": (
            "The guide, applied to your case|We start from your situation, not from a textbook example.",
            "Someone to talk to|In doubt, or stuck? No need to read everything again.",
            "A pace you can keep|Small steps, one after the other, instead of a burst that fades.",
            "A frank opinion|What works, what doesn’t, and what we would do in your place.",
        )
    },
    "benefit.membership": {
        "any": (
            "A place to ask|Including the questions one doesn’t always dare to ask elsewhere.",
            "Something to learn, step by step|The material comes in the order in which it helps.",
            "People on the same road|Seeing how others go about it makes things clearer.",
            "Your own pace|Nothing to catch up on: pick it up where you left it.",
        )
    },
    "benefit.consultation": {
        "any": (
            "Time for your situation alone|No ready-made pitch: you talk, we listen.",
            "The right questions|The ones that help, asked by someone who stands outside.",
            "A frank opinion|We say what we think, even when the answer is “not now”.",
            "Clear next steps|You leave knowing what to do, and in which order.",
        )
    },
    "how.heading": {"any": ("How it works", "Three steps, and no more", "How it goes")},
    "how.1": {
        "any": (
            "You write to us|A short form, and that is all you need to do.",
            "You leave your details|Just enough for us to answer, nothing else.",
        )
    },
    "how.2": {
        "any": (
            "We answer|A person reads your request and tells you how it goes from here.",
            "We come back to you|With the practical details, and answers to your questions.",
        )
    },
    "how.3": {
        "any": (
            "You decide|All clear? We begin. If not, we talk again, or leave it there.",
            "We begin|When everything is clear to you, and not before.",
        )
    },
    "program.heading": {"any": ("The programme", "What we will cover")},
    "program.1": {"any": ("Where you stand|The questions that show where you are starting from.",)},
    "program.2": {"any": ("The method|The steps, in order, and what matters in each.",)},
    "program.3": {"any": ("The traps|What wastes time, and how to notice it early.",)},
    "program.4": {"any": ("What comes next|The first thing to do, and what we can do with you.",)},
    "for_whom.heading": {"any": ("This is for you if…", "You are in the right place if…")},
    "for_whom.item": {
        "any": (
            "you prefer a clear path to a long list of tips",
            "you want to understand what you do, not only to copy it",
            "you are willing to give it a little time",
            "you like to be told things straight",
            "you are looking for somebody who really answers",
            "you have a real question to settle now",
        )
    },
    "for_whom.item.product": {
        "any": (
            "you like to know what you are buying",
            "you would rather choose less, and better",
            "you want to be able to ask somebody",
            "you are looking for something that is really of use",
            "you take your time to choose",
            "you like things that are well made",
        )
    },
    "not_for.item.product": {
        "any": (
            "the lowest price is all that counts",
            "you want to order without reading",
            "you are after a permanent sale",
            "you have no use for it, and are happy that way",
        )
    },
    "for_whom.item.service": {
        "any": (
            "you want to understand what is done, and why",
            "you are looking for somebody who really answers",
            "you prefer terms in writing to a spoken promise",
            "you have a project to get done now",
            "you want to keep every decision in your hands",
            "you like frank answers",
        )
    },
    "not_for.heading": {"any": ("This is not for you if…", "Better move on if…")},
    "not_for.item": {
        "any": (
            "you are looking for a miracle recipe",
            "you expect results without changing anything",
            "you want everything, and at once",
            "you are only comparing prices",
        )
    },
    "about.heading": {"any": ("Who we are", "{brand} in a few words", "Who is behind {brand}?")},
    "about.gap": {"any": ("[Introduce yourself in two sentences: who you are, what you do, since when.]",)},
    "proof.heading": {"any": ("In our customers’ words", "What customers say")},
    "proof.gap": {"any": ("[Add what a customer said, word for word and with their consent.]",)},
    "proof.who": {"any": ("[First name, trade or town]",)},
    "price.heading": {"any": ("The price", "A clear price", "What it costs")},
    "price.text": {"any": ("A price you know beforehand, and nothing added later.", "What you see is what you pay.")},
    # Questions and answers: what people ask before they decide
    "faq.heading": {"any": ("Your questions", "Before you decide", "What people ask us")},
    "faq": {
        "any": (
            "What if I have a question later?|Reply to any of our messages: a person reads it and answers.",
            "What do you do with my details?|We use them to answer you and, if you agreed to it, to keep you posted. "
            "We do not sell them on.",
            "Who answers me?|One of us, not a machine. We read what you write before we reply.",
            "Can I change my mind?|Tell us as soon as you can, simply by replying: we will see together what to do.",
            "Why a form and not an online payment?|Because we would rather be sure that everything is clear before we "
            "talk about money.",
            "How do I know it suits me?|Tell us where you stand: we will say frankly whether it does.",
        )
    },
    "faq.webinar": {
        "any": (
            "What if I am a beginner?|Tell us where you stand: we will say frankly whether this is the right time, or "
            "what to begin with.",
            "How much time does it take?|It depends on where you start. Ask us: the answer will be honest, even when "
            "it is not the one you hoped for.",
            "Do I have to install anything?|A link in your message and a browser: nothing more is needed to join us.",
        )
    },
    "faq.lead_magnet": {
        "any": (
            "What if I am a beginner?|Tell us where you stand: we will say frankly whether this is the right time, or "
            "what to begin with.",
            "How much time does it take?|It depends on where you start. Ask us: the answer will be honest, even when "
            "it is not the one you hoped for.",
        )
    },
    "faq.membership": {
        "any": (
            "What if I am a beginner?|Tell us where you stand: we will say frankly whether this is the right time, or "
            "what to begin with.",
            "How much time does it take?|It depends on where you start. Ask us: the answer will be honest, even when "
            "it is not the one you hoped for.",
            "How does one leave?|A message is enough. We confirm it to you in writing.",
        )
    },
    "faq.product": {
        "any": (
            "How do I order?|With the form, in a few lines. We write back to confirm the details before any payment.",
            "What if I am still unsure?|Write and tell us what holds you back. If it is not for you, we will say so.",
            "Where can I ask something specific?|Simply reply to our message: a person reads it.",
        )
    },
    "faq.service": {
        "any": (
            "How long does it take?|It depends on the project. The proposal comes with a schedule, and we agree on it "
            "together.",
            "Does this commit me to anything?|No. You receive a proposal, and nothing starts without your written "
            "agreement.",
        )
    },
    "faq.consultation": {
        "any": (
            "What should I prepare?|Your question, just as it comes to you. We do the rest together.",
            "How do we talk?|In whatever way suits you: we agree on it when we agree on a time.",
        )
    },
}
