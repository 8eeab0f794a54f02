"""Headlines and buttons."""

HEADLINES = {
    "headline.benefit": {
        "any": (
            "{topic.title}: the useful part, first",
            "{topic.title}, made clearer",
            "More room for {topic.the}, less for the rest",
            "A good place to start with {topic.the}",
            "For {audience.the}: {topic.plain}",
            "Less noise, more that works",
            "Keep it simple, and do it well",
        ),
        "professional": (
            "{topic.title}: gain clarity, one step at a time",
            "{topic.title}: a method, not a miracle",
            "A structured way, from first talk to outcome",
        ),
        "friendly": (
            "{topic.title}, without the headache",
            "{topic.title}: let’s make it easier",
            "Simple things, done properly",
        ),
        "enthusiastic": (
            "{topic.title}: here’s to momentum!",
            "Ready to move? {topic.title} starts here!",
            "This could be your moment. Let’s go!",
        ),
        "formal": (
            "{topic.title}: a clear and measured approach",
            "{topic.title}: what you may wish to know",
            "A clear approach, at your own pace",
        ),
    },
    "headline.pain": {
        "any": (
            "{topic.title}: what gets in the way, and how to get past it",
            "{topic.title}: what if the problem lies elsewhere?",
            "Hesitating has a price too",
        ),
        "everyday": (
            "Tired of going in circles with {topic.the}?",
            "{topic.title}: when trying harder isn’t the answer",
            "Same again, or a different way?",
        ),
        "professional": (
            "{topic.title}: the obstacles worth removing first",
            "Plenty of opinions, too few decisions?",
        ),
        "friendly": (
            "{topic.title}: can we be honest for a minute?",
            "Stuck? Let’s look at it together",
        ),
        "enthusiastic": (
            "{topic.title}: no more waiting!",
            "What if you stopped putting up with it?",
        ),
        "formal": (
            "{topic.title}: addressing the usual difficulties",
            "Fair hesitations, and one way to answer them",
        ),
    },
    "headline.how_to": {
        "any": (
            "{topic.title}: where to begin",
            "{topic.title}: the first step, and the next",
            "{topic.title}: a plain guide to getting started",
            "Getting {topic.the} right, step by step",
            "How to go about it, step by step",
            "What to do first, and what can wait",
        ),
        "professional": ("{topic.title}: a working guide", "Structure, decide, move on"),
        "friendly": ("{topic.title}: here’s how we’d do it", "The guide we wish we’d had"),
        "enthusiastic": (
            "{topic.title}: let’s do this, step by step!",
            "Your turn: here’s how!",
        ),
        "formal": (
            "{topic.title}: the steps to follow",
            "The approach, set out step by step",
        ),
    },
    "headline.question": {
        "any": (
            "{topic.title}: where do you really stand?",
            "{topic.title}: could now be the time?",
            "Shall we talk about {topic.the} again?",
            "What would make this week easier?",
            "What if the next step is smaller than it looks?",
        ),
        "professional": (
            "{topic.title}: is your organisation ready?",
            "What is your next priority?",
        ),
        "friendly": ("{topic.title}: got a minute?", "How is it going, honestly?"),
        "enthusiastic": ("{topic.title}: are you in?", "Ready for what comes next?"),
        "formal": (
            "{topic.title}: have you considered another approach?",
            "May we take stock together?",
        ),
    },
    "headline.objection": {
        "everyday": (
            "{topic.title}: no time? Read this first",
            "{topic.title}: even if you start from nothing",
            "{topic.title}, even if you’ve tried before",
            "You don’t need to be an expert to begin",
            "“Later” is not a date",
        ),
        "professional": (
            "{topic.title}: progress without turning everything upside down",
            "Start small, decide on evidence",
        ),
        "friendly": (
            "{topic.title}: no jargon, we promise",
            "No time to make life harder? Neither have we",
        ),
        "enthusiastic": (
            "{topic.title}: yes, this is for you too!",
            "Never tried it? Perfect, we start right there!",
        ),
        "formal": (
            "{topic.title}: at your own pace, without haste",
            "Take the time a good decision needs",
        ),
    },
    "headline.news": {
        "any": (
            "New: {topic.plain}",
            "{topic.title}: here’s what’s coming",
            "{topic.title}: everything you need to know",
            "Something new from {brand}",
        ),
        "everyday": ("There’s something new here",),
        "professional": ("{topic.title}: what to take away", "A date for your diary"),
        "friendly": (
            "{topic.title}: we couldn’t wait to tell you",
            "We’ve got something to show you",
        ),
        "enthusiastic": ("{topic.title}: it’s here!", "The news we couldn’t wait to share!"),
        "formal": (
            "{topic.title}: an announcement",
            "A development we would like to share with you",
        ),
    },
    "subheadline": {
        "any": (
            "A simple way into {topic.the}, explained without jargon.",
            "Made for {audience.the}, with a clear starting point and a sensible order.",
            "What to know before you decide, in order and to the point.",
            "You go one step at a time, and you always know what comes next.",
        ),
        "professional": (
            "Precise explanations, a clear process, and decisions you can stand behind.",
            "A structured approach for {audience.the}, with time to understand before committing.",
        ),
        "friendly": (
            "We take things in order, in everyday words.",
            "No grand speeches: practical help, and someone to ask.",
        ),
        "enthusiastic": (
            "Energy, practical steps, and every reason to start today!",
            "Everything is ready. The only thing missing is you!",
        ),
        "formal": (
            "Here we set out the approach, its stages, and what you may expect of it.",
            "A clear presentation, so that you can decide with full knowledge.",
        ),
    },
}

BUTTONS = {
    "button.sell": {
        "any": ("See the offer", "Take a closer look"),
        "everyday": ("Choose mine",),
        "enthusiastic": ("Yes, I want this!",),
        "formal": ("View the offer",),
    },
    "button.sign_up": {
        "any": ("Save my place",),
        "everyday": ("Sign me up",),
        "enthusiastic": ("Count me in!",),
        "formal": ("Register",),
    },
    "button.book": {
        "any": ("Pick a time", "Book a conversation"),
        "friendly": ("Let’s talk",),
        "formal": ("Arrange an appointment",),
    },
    "button.download": {
        "any": ("Get the document",),
        "everyday": ("Send it to me",),
        "enthusiastic": ("Yes, send it over!",),
        "formal": ("Request the document",),
    },
    "button.reply": {
        "any": ("Reply to this message",),
        "everyday": ("Ask my question",),
        "formal": ("Write to us",),
    },
    "button.read": {
        "any": ("Read on", "See the details"),
        "formal": ("Continue reading",),
    },
    "button.visit": {
        "any": ("Come and see us", "Plan my visit"),
        "formal": ("Plan your visit",),
    },
    "button.start": {
        "any": ("Find out more", "Start here", "Take the first step"),
        "enthusiastic": ("Let’s go!",),
        "formal": ("View the details",),
    },
}
