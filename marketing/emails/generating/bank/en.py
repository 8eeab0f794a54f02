"""What emails have of their own, by type: subjects, first lines, introductions of lists."""

BANK = {
    "subject.newsletter": {
        "any": (
            "{topic.title}: what to take away",
            "Our letter: {topic.plain}",
            "A few ideas on {topic.the}",
            "{topic.title}, with a clear head",
            "One idea to take with you",
            "A few minutes of useful reading",
            "Our letter for {audience.the}",
        ),
        "professional": ("{topic.title}: the key points", "Worth reading before your next meeting"),
        "friendly": ("Coffee, and a word on {topic.the}?", "Something to read over coffee"),
        "enthusiastic": ("{topic.title}: so much to say!", "Ideas to try right away!"),
        "formal": ("Our newsletter: {topic.plain}", "Our newsletter"),
    },
    "subject.promo": {
        "any": (
            "{topic.title}: the offer in detail",
            "Our offer: {topic.plain}",
            "{topic.title}: could it be for you?",
            "{topic.title}: for {audience.the}",
            "An offer worth a closer look",
            "What we have for you",
        ),
        "professional": ("{topic.title}: our proposal", "A proposal to consider"),
        "friendly": ("{topic.title}: come and see", "You might like this"),
        "enthusiastic": ("{topic.title}: now’s the moment!", "Ready? It’s all here!"),
        "formal": ("Our proposal: {topic.plain}", "A proposal for your attention"),
    },
    "subject.announcement": {
        "any": (
            "New {brand.at}: {topic.plain}",
            "Take note: {topic.plain}",
            "{topic.title}: what changes",
            "{topic.title}: all you need to know",
            "News we’d like to share",
            "Here’s something new",
        ),
        "professional": ("For your information: {topic.plain}", "A change to know about"),
        "friendly": ("We’ll tell you everything: {topic.plain}", "We’ve got news for you"),
        "enthusiastic": ("Here it is: {topic.plain}!", "Big news!"),
        "formal": ("Announcement: {topic.plain}", "An announcement from us"),
    },
    "subject.educational": {
        "any": (
            "{concept?}Making sense of {topic.the}",
            "{topic.title}: the right questions to ask",
            "{topic.title}: some plain pointers",
            "{topic.title}: starting well",
            "A simple method to try this week",
            "Pointers to keep at hand",
        ),
        "professional": ("{topic.title}: a method, step by step", "A method, step by step"),
        "friendly": ("{concept?}Let’s untangle {topic.the} together", "Let’s make it clearer together"),
        "enthusiastic": ("{topic.title}: over to you!", "Learn it, try it, enjoy it!"),
        "formal": ("{topic.title}: some useful pointers", "Some useful pointers"),
    },
    "subject.sequence": {
        "any": (
            "{topic.title}: what comes next",
            "{topic.title}: one more step",
            "Carrying on: {topic.plain}",
            "And now, {topic.the}?",
            "A question before we go on",
            "The next step",
        ),
        "professional": ("{topic.title}: the next stage", "The next stage"),
        "friendly": ("{topic.title}: how’s it going?", "Where were we?"),
        "enthusiastic": ("{topic.title}: keep it going!", "Let’s keep the momentum!"),
        "formal": ("{topic.title}: to continue", "To continue"),
    },
    "preheader": {
        "any": (
            "The essentials in a few lines, and more if it speaks to you.",
            "What to know about {topic.the}, to the point.",
            "A few minutes of reading, made for {audience.the}.",
            "A message from {brand}, for when you have a moment.",
            "A clear place to start, and the rest in order.",
        ),
        "professional": ("The useful points, plainly put.",),
        "friendly": ("It’s short, promise. And it might come in handy.",),
        "enthusiastic": ("A few lines, plenty of spark!",),
        "formal": ("A clear account, to read at your convenience.",),
    },
    "opening.newsletter": {
        "any": (
            "This time we felt like talking about {topic.the}. Not to cover it all: just to keep what is useful.",
            "{concept?}Here is something to think about when it comes to {topic.the}. A few lines, the length of a "
            "break.",
            "Here is our letter: short, as useful as we can make it, and meant to be read in one go.",
        ),
        "professional": (
            "In this letter: {topic.plain}. The aim is simple: to leave you with one idea you can apply.",
        ),
        "friendly": (
            "Make yourself comfortable, this won’t take long. Today it’s about {topic.the}, between us and without big "
            "words.",
        ),
        "enthusiastic": (
            "So good to be back in your inbox! On the menu: {topic.plain}, and ideas you can put to use!",
        ),
        "formal": (
            "We are pleased to send you our newsletter. Its subject: {topic.plain}.",
            "We are pleased to send you our newsletter, and hope that you will enjoy reading it.",
        ),
    },
    "opening.promo": {
        "any": (
            "Straight to the point: here is our offer, what is in it, and how to take it up.",
            "A clear offer says more than a long speech. Here it is: {topic.plain}.",
            "This message is for {audience.the}. If that is you, what follows may be of interest: {topic.plain}.",
        ),
        "professional": (
            "Below you will find the essentials of our offer: {topic.plain}. Enough to see quickly whether it suits "
            "you.",
        ),
        "friendly": ("No drum roll, just good news: {topic.plain}. And we’re happy to be telling you.",),
        "enthusiastic": ("This is it! {topic.title}: everything is ready, and the only thing missing is you!",),
        "formal": (
            "We are pleased to present our offer: {topic.plain}.",
            "We are pleased to present an offer that may be of interest to you.",
        ),
    },
    "opening.announcement": {
        "any": (
            "We have news to share: {topic.plain}. Here is what to know about it.",
            "There is something new {brand.at}: {topic.plain}. The essentials fit in a few lines.",
            "Here is a piece of news we wanted to bring you ourselves.",
        ),
        "professional": (
            "We are writing to let you know about something new: {topic.plain}. Here are the essentials.",
        ),
        "friendly": ("We wanted to tell you ourselves, plain and simple: {topic.plain}. It’s happening!",),
        "enthusiastic": ("Drum roll… {topic.title}! We could hardly wait to tell you!",),
        "formal": (
            "We are pleased to announce the following: {topic.plain}.",
            "We are pleased to share with you an important piece of news.",
        ),
    },
    "opening.educational": {
        "any": (
            "{concept?}How about taking a few minutes to see more clearly when it comes to {topic.the}?",
            "{concept?}You learn faster when somebody has sorted things out beforehand. Here is our take on "
            "{topic.the}.",
            "You don’t have to know everything to begin well. A few pointers will do, and here they are.",
        ),
        "professional": (
            "{concept?}This message has a practical purpose: to give you some sound pointers on {topic.the}, for use "
            "today.",
        ),
        "friendly": (
            "Today we lay it all out. The subject: {topic.plain}. The rule: simple words, and nothing extra.",
        ),
        "enthusiastic": ("We love it when things suddenly make sense! Today: {topic.plain}, step by step!",),
        "formal": (
            "We would like to offer you some pointers on the following subject: {topic.plain}.",
            "We would like to offer you some pointers, which we hope will prove useful.",
        ),
    },
    "opening.sequence": {
        "any": (
            "One more small step today, around {topic.the}.",
            "This message is short: one idea, one question, and that is all.",
            "Let’s carry on, with one point in particular: {topic.plain}.",
        ),
        "professional": ("We continue with one concrete point: {topic.plain}. A few lines will do.",),
        "friendly": ("Picking up where it matters: {topic.plain}. It won’t take long.",),
        "enthusiastic": ("On we go, and it’s getting interesting! Today: {topic.plain}!",),
        "formal": (
            "We propose to continue with the following point: {topic.plain}.",
            "We propose to continue, with a point that seems essential to us.",
        ),
    },
    "announcement.why": {
        "everyday": (
            "Why tell you? Because it may concern you, and because we would rather say it plainly.",
            "We have put care into it, and would be happy for you to discover it.",
            "This message asks nothing of you in particular: we simply wanted to share the news.",
        ),
        "formal": (
            "We have given it every care, and would be pleased to acquaint you with the details.",
            "It seemed natural to us to inform you, and to set out the essentials.",
        ),
    },
    "announcement.point": {
        "any": (
            "All the practical information, in one place",
            "A team to answer your questions",
            "Time to discover it, at your own pace",
            "Nothing to do on your side if it does not concern you",
        ),
    },
    "announcement.after": {
        "everyday": (
            "A question? Now is a good time to ask it.",
            "The best way is still to come and see for yourself.",
        ),
        "formal": ("We are at your disposal for any further detail.",),
    },
    "points.newsletter": {"any": ("A few ideas to try", "To remember, and to try")},
    "points.promo": {"any": ("What you will find in it", "In plain words")},
    "points.announcement": {"any": ("What to take from it", "What it means for you")},
    "points.educational": {"any": ("Where to begin", "Pointers to keep")},
    "points.sequence": {"any": ("To try before our next message", "One thing to do this week")},
    "price": {"any": ("{price}.", "{price}. The price is said beforehand, like everything else.")},
    "by_reply": {
        "everyday": (
            "Would you like to talk about it? Just reply to this message.",
            "The next step could not be simpler: reply to this message.",
        ),
        "formal": ("Should you wish to take this further, a reply to this message will suffice.",),
    },
}
WORDS = {
    "types": {
        "newsletter": "newsletter",
        "promo": "promotion",
        "announcement": "announcement",
        "educational": "advice",
        "sequence": "sequence",
    },
    "greeting": {
        "professional": 'Hello {{ first_name | default: "there" }},',
        "friendly": 'Hi {{ first_name | default: "there" }},',
        "enthusiastic": 'Hi {{ first_name | default: "there" }}!',
        "formal": 'Dear {{ first_name | default: "reader" }},',
    },
    "weekdays": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "hour": "{hour}:00",
    "measured": (
        "Measured here: people opened your messages {opens} times lately, {of_day} of them on a {day} and {of_hour} "
        "of them "
        "between {hour} and {next}."
    ),
    "rule_of_thumb": (
        "A rule of thumb, for want of better: people tend to read their mail mid-morning, early in the week. Once your "
        "messages were opened {needed} times, your own figures decide ({opens} so far)."
    ),
    "segment": {
        "saved": "Your segment “{name}” fits the audience you described.",
        "tags": "The audience you described fits: {names}.",
        "customers": "You are writing to customers: leads that were won.",
        "prospects": "You are writing to prospects: leads neither won nor lost.",
        "promo": "A promotion is for those who may still decide, and for your customers: everyone but lost leads.",
        "sequence": "A sequence goes with the first steps: leads that are new or contacted.",
        "everyone": (
            "This kind of message suits all your leads; whoever must not be written to is left out when it is sent."
        ),
    },
}
