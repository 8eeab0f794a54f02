"""Headlines and buttons."""

HEADLINES = {
    "headline.benefit": {
        "any": (
            "{topic.title}: the useful part, first",
            "{concept?}{topic.title}, made clearer",
            "{concept?}More room for {topic.the}, less for the rest",
            "{concept?}A good place to start with {topic.the}",
            "For {audience.the}: {topic.plain}",
            "{subject?}Less noise, more that works",
            "{subject?}Keep it simple, and do it well",
            "{thing?}{topic.title}: take your time and look around",
            "{gift?}Something to enjoy, chosen with confidence",
            "{moment?}{topic.title}: some time for yourself",
            "{moment?}Time well spent, prepared with care",
            "{object?}{topic.title}: what it is, and whom it suits",
            "{object?}Choose, and know what you choose",
        ),
        "professional": (
            "{subject?}{topic.title}: gain clarity, one step at a time",
            "{subject?}{topic.title}: a method, not a miracle",
            "{subject?}A structured way, from first talk to outcome",
        ),
        "friendly": (
            "{subject?}{topic.title}, without the headache",
            "{subject?}{topic.title}: let’s make it easier",
            "{subject?}Simple things, done properly",
        ),
        "enthusiastic": (
            "{topic.title}: here’s to momentum!",
            "Ready to move? {topic.title} starts here!",
            "{subject?}This could be your moment. Let’s go!",
        ),
        "formal": (
            "{subject?}{topic.title}: a clear and measured approach",
            "{topic.title}: what you may wish to know",
            "{subject?}A clear approach, at your own pace",
            "{thing?}{topic.title}: presented with care",
        ),
    },
    "headline.pain": {
        "any": (
            "{concept?}{topic.title}: what gets in the way, and how to get past it",
            "{concept?}{topic.title}: what if the problem lies elsewhere?",
            "{subject?}Hesitating has a price too",
            "{object?}{topic.title}: no more searching at random",
            "{object?}Hard to choose? Let’s start there",
            "{moment?}{topic.title}: what if you stopped putting it off?",
            "{moment?}“One of these days”: why not now?",
        ),
        "everyday": (
            "{concept?}Tired of going in circles with {topic.the}?",
            "{subject?}{topic.title}: when trying harder isn’t the answer",
            "{subject?}Same again, or a different way?",
        ),
        "professional": (
            "{concept?}{topic.title}: the obstacles worth removing first",
            "{subject?}Plenty of opinions, too few decisions?",
        ),
        "friendly": (
            "{subject?}{topic.title}: can we be honest for a minute?",
            "{subject?}Stuck? Let’s look at it together",
        ),
        "enthusiastic": (
            "{subject?}{topic.title}: no more waiting!",
            "{subject?}What if you stopped putting up with it?",
        ),
        "formal": (
            "{concept?}{topic.title}: addressing the usual difficulties",
            "{subject?}Fair hesitations, and one way to answer them",
        ),
    },
    "headline.how_to": {
        "any": (
            "{subject?}{topic.title}: where to begin",
            "{subject?}{topic.title}: the first step, and the next",
            "{subject?}{topic.title}: a plain guide to getting started",
            "{concept?}Getting {topic.the} right, step by step",
            "{subject?}How to go about it, step by step",
            "{subject?}What to do first, and what can wait",
            "{object?}{topic.title}: choosing well, simply",
            "{object?}How to choose well",
            "{moment?}{topic.title}: how it goes",
            "{moment?}How it goes, from start to finish",
        ),
        "professional": (
            "{subject?}{topic.title}: a working guide",
            "{subject?}Structure, decide, move on",
        ),
        "friendly": (
            "{subject?}{topic.title}: here’s how we’d do it",
            "{subject?}The guide we wish we’d had",
        ),
        "enthusiastic": (
            "{subject?}{topic.title}: let’s do this, step by step!",
            "{subject?}Your turn: here’s how!",
        ),
        "formal": (
            "{subject?}{topic.title}: the steps to follow",
            "{subject?}The approach, set out step by step",
        ),
    },
    "headline.question": {
        "any": (
            "{concept?}{topic.title}: where do you really stand?",
            "{topic.title}: could now be the time?",
            "{concept?}Shall we talk about {topic.the} again?",
            "{subject?}What would make this week easier?",
            "{subject?}What if the next step is smaller than it looks?",
            "{thing?}{topic.title}: why not come and see?",
            "{thing?}Why not take a look?",
            "{moment?}{topic.title}: will you come?",
            "{moment?}Why not simply come along?",
        ),
        "professional": (
            "{concept?}{topic.title}: is your organisation ready?",
            "{subject?}What is your next priority?",
        ),
        "friendly": (
            "{topic.title}: got a minute?",
            "{subject?}How is it going, honestly?",
        ),
        "enthusiastic": (
            "{subject?}{topic.title}: are you in?",
            "{subject?}Ready for what comes next?",
        ),
        "formal": (
            "{subject?}{topic.title}: have you considered another approach?",
            "{subject?}May we take stock together?",
        ),
    },
    "headline.objection": {
        "everyday": (
            "{subject?}{topic.title}: no time? Read this first",
            "{subject?}{topic.title}: even if you start from nothing",
            "{subject?}{topic.title}, even if you’ve tried before",
            "{subject?}You don’t need to be an expert to begin",
            "{subject?}“Later” is not a date",
        ),
        "professional": (
            "{subject?}{topic.title}: progress without turning everything upside down",
            "{subject?}Start small, decide on evidence",
        ),
        "friendly": (
            "{subject?}{topic.title}: no jargon, we promise",
            "{subject?}No time to make life harder? Neither have we",
        ),
        "enthusiastic": (
            "{subject?}{topic.title}: yes, this is for you too!",
            "{subject?}Never tried it? Perfect, we start right there!",
        ),
        "formal": (
            "{subject?}{topic.title}: at your own pace, without haste",
            "{subject?}Take the time a good decision needs",
        ),
        "any": (
            "{thing?}{topic.title}: looking commits you to nothing",
            "{thing?}Just looking? That’s allowed",
            "{moment?}{topic.title}: easy to arrange",
            "{moment?}No time? All the more reason",
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
            "{subject?}A simple way into {topic.the}, explained without jargon.",
            "Made for {audience.the}, with a clear starting point and a sensible order.",
            "What to know before you decide, in order and to the point.",
            "{subject?}You go one step at a time, and you always know what comes next.",
            "{object?}Everything is described in detail, so that you can choose without bad surprises.",
            "{thing?}Look around at your own pace, with someone to answer your questions.",
            "{moment?}How it goes, the practical details, and someone to answer your questions.",
            "{moment?}Everything is prepared: all you need to do is come.",
        ),
        "professional": (
            "{subject?}Precise explanations, a clear process, and decisions you can stand behind.",
            "A structured approach for {audience.the}, with time to understand before committing.",
        ),
        "friendly": (
            "{subject?}We take things in order, in everyday words.",
            "{subject?}No grand speeches: practical help, and someone to ask.",
        ),
        "enthusiastic": (
            "{subject?}Energy, practical steps, and every reason to start today!",
            "Everything is ready. The only thing missing is you!",
        ),
        "formal": (
            "{subject?}Here we set out the approach, its stages, and what you may expect of it.",
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
        "any": ("Pick a time", "{subject?}Book a conversation", "{thing?}Book now"),
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
