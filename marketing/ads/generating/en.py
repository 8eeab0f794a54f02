"""Phrases of ads in English: short titles, openings and endings, by angle and by objective."""

BANK = {
    # Titles of at most 27 characters, without exclamation marks: Google refuses those.
    "ads.short.pain": {
        "any": (
            "{thing?}Put off yet again?",
            "{thing?}No more putting it off",
            "{thing?}Still wavering?",
            "{thing?}{topic.title}: at last?",
            "{brand.title} can help",
            "{subject?}{topic.title}: stuck?",
            "{subject?}Done going in circles",
            "{subject?}Tired of improvising?",
            "Less time wasted",
            "What if it changed?",
            "{subject?}A way out of the jam",
        ),
        "friendly": ("{subject?}Stuck? Let’s talk",),
        "professional": ("{subject?}Clear what holds you up",),
        "formal": ("{subject?}Overcoming obstacles",),
    },
    "ads.short.benefit": {
        "any": (
            "{gift?}Treat yourself",
            "{thing?}It’s all on the page",
            "{thing?}Take a closer look",
            "With {brand.title}",
            "{price}",
            "{fact}",
            "{topic.title}",
            "{subject?}{topic.title}, made clear",
            "{topic.title}, made simple",
            "{subject?}See clearly at last",
            "The essentials, no detours",
            "{subject?}A clear way forward",
            "Keep it simple, do it well",
        ),
        "professional": ("{subject?}Work with more clarity",),
        "friendly": ("Simple does it",),
        "enthusiastic": ("{subject?}Get your spark back",),
        "formal": ("{subject?}A clear approach",),
    },
    "ads.short.how_to": {
        "any": (
            "{thing?}{topic.title}: the details",
            "{thing?}Choosing well",
            "{thing?}How it goes",
            "{thing?}What to know first",
            "{thing?}Look, ask, choose",
            "{subject?}Start with {brand.title}",
            "{thing?}Choose {brand.title}",
            "{subject?}{topic.title}: the guide",
            "{subject?}{topic.title}, step by step",
            "{subject?}Where to begin",
            "{subject?}How it’s done",
            "{subject?}One step at a time",
            "{subject?}First things first",
        ),
        "professional": ("{subject?}The method, in plain words",),
        "formal": ("The process, point by point",),
    },
    "ads.short.question": {
        "any": (
            "{gift?}For you, or as a gift?",
            "{thing?}Fancy trying it?",
            "{thing?}And why not you?",
            "Why not {brand.title}?",
            "{topic.title}: and you?",
            "{subject?}When do we start?",
            "Is now the moment?",
            "{subject?}What would you fix first?",
            "{subject?}Where do you stand?",
        ),
        "formal": ("What is your view?",),
        "friendly": ("Shall we talk?",),
    },
    "ads.short.objection": {
        "any": (
            "{thing?}{topic.title}: have a look",
            "{thing?}Ask us anything",
            "{thing?}No rush: read on",
            "{brand.title} answers you",
            "{subject?}No time? That’s the point",
            "{subject?}At your own pace",
            "{subject?}No jargon, no detours",
            "Unsure? Just ask",
            "See for yourself",
        ),
        "formal": ("Your questions, answered",),
    },
    # At most 27 characters, below the title
    "ads.tag": {
        "any": (
            "{brand.title}",
            "All the details here",
            "How it works",
            "{subject?}The method explained",
            "Read before you choose",
            "Let’s keep it simple",
            "See what comes next",
        ),
    },
    "ads.open.pain": {
        "any": (
            "{thing?}{topic.title}: put off until later again?",
            "{thing?}You say “some day”, and some day never comes.",
            "{thing?}The hardest part is deciding. The rest follows.",
            "{gift?}Always giving the same thing, for want of better?",
            "{gift?}Between two emergencies, the nice things tend to wait their turn.",
            "{subject?}{topic.title}: you know what needs doing, and still it drags on.",
            "{subject?}Forever putting the same thing off until tomorrow? It isn’t a lack of will.",
            "{subject?}Too many opinions, too little time, and nothing moves.",
            "{subject?}You improvise, you start over, and the week is gone.",
            "{subject?}The tiring part is not knowing where to begin.",
            "For {audience.the}, finding the moment is often the hardest part.",
            "{subject?}Talking about {topic.the} is easy. Getting down to it is not.",
        ),
        "professional": ("{subject?}What costs the most are decisions put off until next month.",),
        "friendly": ("{subject?}We’ll start on Monday, promise. Then Monday turns into Thursday. Sound familiar?",),
        "enthusiastic": ("{subject?}The drive is there, so is the energy. What’s missing is a path!",),
        "formal": ("{subject?}For lack of time, what matters too often gives way to what is urgent.",),
    },
    "ads.open.benefit": {
        "any": (
            "{thing?}{topic.title}: all you need to know fits on one page.",
            "{gift?}Something to treat yourself with, or someone else.",
            "{thing?}Look closely: it’s the best way to decide.",
            "{thing?}A wish, a question, an answer: it starts simply.",
            "{thing?}The details and terms are on the page.",
            "{offer}.",
            "{fact}.",
            "{subject?}{topic.title}: less hesitation, more time for what counts.",
            "{subject?}Knowing what to do first, and what can wait: it all starts there.",
            "{subject?}A clear approach, from the first talk to putting it into practice.",
            "Made for {audience.the}: clear, concrete, nothing superfluous.",
            "{subject?}Less noise, more effect: keep what helps, leave the rest.",
        ),
        "professional": ("{subject?}A clear frame, readable steps, and your priorities back in order.",),
        "friendly": ("{subject?}We drop the clutter and keep what works. Simple, right?",),
        "enthusiastic": ("{subject?}Things get clearer and the drive comes back: shall we start?",),
        "formal": ("{subject?}A measured approach, explained at every step.",),
    },
    "ads.open.how_to": {
        "any": (
            "{thing?}{topic.title}: how it goes, from start to finish.",
            "{thing?}Look, ask, choose: it’s as simple as that.",
            "{thing?}Before you choose, ask the question that matters to you.",
            "{thing?}What it is, for whom, and how it works: all explained.",
            "{thing?}How to choose well? Begin with what matters.",
            "{subject?}One step, then the next: here is how to go about {topic.the}.",
            "{subject?}{topic.title}: where to begin, and in which order to go on.",
            "{subject?}Understand first, then choose, then act: that’s the whole path.",
            "{subject?}Start small, see what works, keep the best of it.",
            "{subject?}A question, a conversation, a plan: that’s how it goes.",
        ),
        "professional": ("{subject?}Take stock, set priorities, move on: the method fits in one sentence.",),
        "friendly": ("{subject?}No grand theory: we show you, and you try it.",),
        "enthusiastic": ("{subject?}Step by step and off you go: you’ll see, it can be learned!",),
        "formal": ("{subject?}The process is simple: a review, a proposal, a follow-up.",),
    },
    "ads.open.question": {
        "any": (
            "{thing?}{topic.title}: what if this were the time?",
            "{gift?}Who would enjoy it most?",
            "{gift?}What would you really fancy?",
            "{gift?}For you, or for someone you love?",
            "{thing?}What do you still need to know to decide?",
            "{thing?}What if we didn’t put this off again?",
            "{subject?}What if the first step were smaller than it looks?",
            "{subject?}What would change if {topic.the} became simpler?",
            "{subject?}If you could settle just one thing this month, which would it be?",
            "{subject?}{topic.title}: where do you really stand?",
            "{subject?}What still keeps you from starting?",
        ),
        "professional": ("{subject?}Which decision, made this week, would make the month easier?",),
        "friendly": ("{subject?}Between us: how long have you been thinking about it?",),
        "enthusiastic": ("What if the time were now, quite simply?",),
        "formal": ("{subject?}What, in your view, would be the first useful step?",),
    },
    "ads.open.objection": {
        "any": (
            "{thing?}“It isn’t for me”? Look first, decide afterwards.",
            "{thing?}Hesitating? Ask before you decide.",
            "{thing?}No rush: read, compare, then choose.",
            "{thing?}Still undecided? That’s what the details are for.",
            "{subject?}“I don’t have the time”: that is exactly where we begin.",
            "{subject?}No need to know it all: we start from where you are.",
            "{subject?}“I’ve tried before”? All the more reason to go about it differently.",
            "In doubt about {topic.the}? Ask before you decide.",
            "{subject?}No magic recipe: a method, conversations, your own pace.",
        ),
        "professional": ("Still comparing? Take a moment to read how we work.",),
        "friendly": ("{subject?}No, it isn’t just for others. We start from scratch if need be.",),
        "enthusiastic": ("{subject?}No need to wait for the right moment: we make it together!",),
        "formal": ("Your reservations are legitimate: we answer them point by point.",),
    },
    "ads.close.awareness": {
        "any": ("Let’s get acquainted.", "It’s what we do.", "That’s how we work.", "By {brand.title}."),
    },
    "ads.close.traffic": {
        "any": (
            "It’s all explained here.",
            "The details are on the page.",
            "Read it before you choose.",
            "Read on here.",
        ),
    },
    "ads.close.engagement": {
        "any": ("Tell us everything.", "Shall we talk?", "What do you say?"),
    },
    "ads.close.leads": {
        "any": ("Leave your address and we’ll answer.", "Sign up here.", "Ask your question here."),
    },
    "ads.close.conversions": {
        "any": ("The first step is here.", "Begin whenever you like.", "This is where it starts."),
    },
    "ads.close.sales": {
        "any": ("{price}.", "See whether it suits you.", "Every detail is on the page.", "Choose your plan."),
    },
    # What an image shows, for whoever paints it
    "ads.picture": {
        "any": (
            "A calm, bright scene of work in daylight that brings {topic.the} to mind",
            "Everyday objects neatly arranged on a light table, seen from above",
            "A person seen from behind at an open window in the morning, ready to begin",
        ),
    },
}
# The buttons platforms offer, by objective
BUTTONS = {
    "awareness": "Learn more",
    "traffic": "Learn more",
    "engagement": "Contact us",
    "leads": "Sign up",
    "conversions": "Get started",
    "sales": "Shop now",
}
NAME = "{product} – {platform}"
# Whom to aim at: (name, how to set it up, why). {topic} and {audience} are people's own words.
MEANT = {
    "google": (
        "Searches for “{topic}”",
        "Phrase-match keywords around “{topic}”, then close variants; exclude “free”, “jobs” and “definition”.",
        "Whoever types these words is already looking for a solution: no intent is stronger.",
    ),
    "linkedin": (
        "{audience}",
        "Job functions, seniorities and industries that match “{audience}”; audience expansion off.",
        "It is the audience you described; on LinkedIn a job says better than an age who is concerned.",
    ),
    "": (
        "{audience}",
        "Interests and occupations close to “{audience}”, in your area; one audience per ad set, no overlap.",
        "It is the audience you described: the starting point to compare the other two with.",
    ),
}
ANYONE = "Broad audience"
KNOWN = (
    "Your contacts: {segment}",
    "Upload the segment “{segment}” as a hashed customer list (button Export an audience).",
    "These people know you and have agreed: the quickest response, and a source for similar audiences.",
)
VISITORS = (
    "Your recent visitors",
    "People who saw the landing page in the last weeks, without present customers.",
    "They have shown interest already. Make a segment of consenting leads to add your contacts.",
)
ALIKE = {
    "google": (
        "Custom segment",
        "People who recently searched for “{topic}” or visited comparable sites, outside search.",
        "Goes beyond your keywords without leaving their intent.",
    ),
    "linkedin": (
        "Predictive audience",
        "From your won contacts or your lead forms, in the same country.",
        "LinkedIn looks there for profiles close to those who have already said yes.",
    ),
    "": (
        "Similar to your customers",
        "From your won contacts, exported as a hashed list; the closest share first, in your country.",
        "The platform looks there for people like those who have already bought.",
    ),
}
TEST = "Test: {audience}"
SCALE = "Scale: the audience that wins"
WHOLE = "The whole time: {audience}"
TEST_REASON = "The same amount for each audience, long enough to compare them fairly before deciding."
SCALE_REASON = "Most of the budget waits until the test names the audience with the lowest cost per result."
WHOLE_REASON = "Over so short a time a test would use up the budget and leave no days to profit from it."
