"""English: the page on which people leave their address, by type of funnel."""

OPTIN = {
    # Webinar
    "optin.kicker.webinar": {"any": ("Online webinar", "Webinar", "For {audience.the}")},
    "optin.headline.webinar": {
        "any": (
            "{topic.title}: the webinar that clears things up",
            "{topic.title}: the method, explained step by step",
            "{topic.title}: where to start, and what to do next",
            "The webinar that clears things up and gets you going",
        ),
        "enthusiastic": ("{topic.title}: what if now were the time to start?",),
    },
    "optin.sub.webinar": {
        "any": (
            "Made for {audience.the}: the right questions to ask, a clear order to follow, and time for whatever is "
            "really in the way.",
            "We start from the work, not from theory: what matters, what can wait, and the first step to take as soon "
            "as the session ends.",
            "Less jargon, more method: you leave with a clear idea of what comes next, and with what you need to do "
            "it.",
        )
    },
    "optin.points_heading.webinar": {"any": ("What we will cover", "On the programme")},
    "optin.point.webinar": {
        "any": (
            "The questions to ask before you start",
            "A method shown from beginning to end",
            "The usual mistakes, and how to avoid them",
            "The first thing to do, right afterwards",
            "Answers to your questions",
        )
    },
    "optin.button.webinar": {"any": ("Save my seat", "Sign me up", "Yes, I’ll be there")},
    # Lead magnet
    "optin.kicker.lead_magnet": {"any": ("Sent to you by email", "The guide", "For {audience.the}")},
    "optin.headline.lead_magnet": {
        "any": (
            "{topic.title}: what matters, in the right order",
            "{topic.title}: the guide that keeps you on track",
            "{topic.title}: what we wish we had read at the start",
            "What matters, in the right order",
        )
    },
    "optin.sub.lead_magnet": {
        "any": (
            "A clear document to read in one sitting and keep close at hand, for {audience.the} and the questions that "
            "come up every day.",
            "A clear document to read in one sitting and keep close at hand: the steps, the traps and the good habits.",
            "No grand theories: simple steps, examples, and a list to tick off so that nothing is forgotten.",
        )
    },
    "optin.points_heading.lead_magnet": {"any": ("Inside", "What you will find in it")},
    "optin.point.lead_magnet": {
        "any": (
            "The steps, in the order worth following",
            "The mistakes that cost the most time",
            "A checklist to keep beside you",
            "The questions to ask before you begin",
            "Where to start today",
        )
    },
    "optin.button.lead_magnet": {"any": ("Send me the guide", "Get the guide", "Yes, send it to me")},
    # Product
    "optin.kicker.product": {"any": ("Take a look", "A first look", "For {audience.the}")},
    "optin.headline.product": {
        "any": (
            "{topic.title}: see it all before you choose",
            "{topic.title}: is it right for you?",
            "{topic.title}, shown plainly",
            "See it all before you choose",
        )
    },
    "optin.sub.product": {
        "any": (
            "Leave your address and we will show you what it is, how it works and who it suits. Then you decide, in "
            "your own time.",
            "Made for {audience.the}. See what is included and how it works, and ask your questions before you decide.",
            "What is included, how it is used, who it suits: a clear presentation, so that you can decide calmly.",
        )
    },
    "optin.points_heading.product": {"any": ("In the presentation", "What you will see")},
    "optin.point.product": {
        "any": (
            "What is included, point by point",
            "How it is used from day to day",
            "Who it suits, and who it does not",
            "Answers to the questions people ask us",
        )
    },
    "optin.button.product": {"any": ("Show me", "See the presentation", "Tell me more")},
    # Service
    "optin.kicker.service": {"any": ("How we work", "For {audience.the}", "By your side")},
    "optin.headline.service": {
        "any": (
            "{topic.title}: let’s begin with what you need",
            "{topic.title}, starting from where you are",
            "{topic.title}: hand over what takes up your time",
            "Let’s begin with what you need",
        )
    },
    "optin.sub.service": {
        "any": (
            "Nothing off the shelf: we listen, we make a proposal, and nothing starts until you agree to it.",
            "We work with {audience.the}: understand first, propose second, then get it done.",
            "See how we work, step by step, before you tell us about your project.",
        )
    },
    "optin.points_heading.service": {"any": ("What you will receive", "In the presentation")},
    "optin.point.service": {
        "any": (
            "How it goes, from the first talk to delivery",
            "What we take care of, and what stays in your hands",
            "The questions to prepare before you decide",
            "How we set a price, before anything starts",
        )
    },
    "optin.button.service": {"any": ("Show me how you work", "Send me the presentation", "See how it works")},
    # Membership
    "optin.kicker.membership": {"any": ("For members", "Among members", "For {audience.the}")},
    "optin.headline.membership": {
        "any": (
            "{topic.title}: move forward together, each at your own pace",
            "{topic.title}: a place to learn, ask and get better",
            "{topic.title}: look around before you come in",
            "A place to learn, ask and get better",
        )
    },
    "optin.sub.membership": {
        "any": (
            "Learning on your own gets tiring. Here, {audience.the} can ask questions and put things into practice.",
            "Learning on your own gets tiring. Here you can ask, share what works and put things into practice.",
            "Leave your address and we will show you around before you decide.",
        )
    },
    "optin.points_heading.membership": {"any": ("On the tour", "What you will discover")},
    "optin.point.membership": {
        "any": (
            "What members find, and how to use it",
            "How questions are asked, and how they are answered",
            "How to find your place from the first day",
            "Who it suits, and who it does not",
        )
    },
    "optin.button.membership": {"any": ("Show me around", "Take the tour", "Let me look inside")},
    # Consultation
    "optin.kicker.consultation": {"any": ("A talk about your situation", "Consultation", "For {audience.the}")},
    "optin.headline.consultation": {
        "any": (
            "{topic.title}: let’s look at it together",
            "{topic.title}: see clearly, then decide",
            "{topic.title}: what if you talked it over?",
            "Let’s look at it together",
        )
    },
    "optin.sub.consultation": {
        "any": (
            "Tell us where you stand. We look at the situation with you, without a script, and you leave knowing what "
            "to do next.",
            "An outside view for {audience.the}: we listen first, ask the right questions, then say what we would do.",
            "Sometimes all it takes is talking to the right person for the next step to become obvious.",
        )
    },
    "optin.points_heading.consultation": {"any": ("To prepare for our talk", "What you receive")},
    "optin.point.consultation": {
        "any": (
            "How the conversation goes, from start to finish",
            "The questions to ask yourself beforehand",
            "What we look at first",
            "What you will be able to do without us afterwards",
        )
    },
    "optin.button.consultation": {"any": ("Prepare my talk", "Let’s look at it", "I’d like to talk")},
    # All of them
    "optin.reassurance": {
        "any": (
            "Your address stays with us, and one click is enough to leave.",
            "We never sell your address on. You unsubscribe whenever you like.",
        )
    },
    # What an address is left for, said once it was left
    "thanks.headline.webinar": {"any": ("Your seat is saved", "You’re in: see you at the webinar")},
    "thanks.sub.webinar": {
        "any": (
            "The link and the time come by email. Meanwhile, here is how to make the most of it.",
            "Everything comes by email: the link, the time and the programme.",
        )
    },
    "thanks.step.webinar": {
        "any": (
            "Check your inbox|The confirmation arrives shortly. Nothing there? Check your spam folder.",
            "Block the time|What is in the calendar gets done.",
            "Prepare a question|Write down what is in your way today: that is where the session will help most.",
        )
    },
    "thanks.button.webinar": {"any": ("Go to the room", "Enter the webinar")},
    "thanks.headline.lead_magnet": {"any": ("It’s on its way", "The guide is on its way to your inbox")},
    "thanks.sub.lead_magnet": {
        "any": (
            "Open your inbox: the message arrives shortly.",
            "The message is leaving now. Here is how to get the most out of it.",
        )
    },
    "thanks.step.lead_magnet": {
        "any": (
            "Open the message|If it is slow to arrive, check your spam folder and add us to your contacts.",
            "Read it once without doing anything|Just to see the whole, and to notice what speaks to you.",
            "Choose a single step|The easiest one. A small step today beats a grand plan for later.",
        )
    },
    "thanks.button.lead_magnet": {"any": ("What comes next?", "See what comes next")},
}
