"""English: the heads of the pages that follow the opt-in, and the small things of a funnel."""

OFFER = {
    # The film
    "vsl.kicker": {"any": ("The presentation", "To begin with", "In short")},
    "vsl.headline": {
        "any": (
            "{topic.title}: what it is, and who it is for",
            "{topic.title}, explained simply",
            "What matters, explained simply",
        )
    },
    "vsl.sub": {
        "any": (
            "Take a few quiet minutes. We show you what matters, plainly.",
            "Before you decide anything, see how we work and what difference it makes.",
        )
    },
    "vsl.button": {"any": ("See what comes next", "Discover the offer", "See what is included")},
    "webinar.kicker": {"any": ("The webinar", "Here you are")},
    "webinar.headline": {"any": ("{topic.title}", "{topic.title}: welcome to the room", "Welcome to the room")},
    "webinar.sub": {
        "any": (
            "Settle in, have something to write with, and keep your questions at hand.",
            "Silence your notifications and have something to write with: we come straight to the point.",
        )
    },
    "webinar.gap": {"any": ("[Day and time of the webinar]",)},
    "webinar.button": {"any": ("Put it into practice", "Discover the full programme", "See what comes next")},
    # The offer
    "sales.kicker": {"any": ("The offer", "Our proposal", "For {audience.the}")},
    "sales.headline.webinar": {
        "any": ("{topic.title}: now put it into practice", "You have seen the method. Now put it into practice.")
    },
    "sales.headline.product": {
        "any": ("{topic.title}: all you need to know before you choose", "{topic.title}, for real and for every day")
    },
    "sales.headline.service": {
        "any": (
            "{topic.title}: followed through, explained, and done with you",
            "{topic.title}: you always know where things stand",
        )
    },
    "sales.headline.lead_magnet": {
        "any": ("You have the guide. Shall we put it into practice?", "From the guide to practice: let’s go together")
    },
    "sales.headline.membership": {
        "any": ("{topic.title}: the door is open", "{topic.title}: your place among the members")
    },
    "sales.headline.consultation": {
        "any": (
            "{topic.title}: a talk, so that you can decide knowingly",
            "{topic.title}: a conversation, answers, a plan",
        )
    },
    "sales.headline": {"any": ("Here is what we propose",)},
    "sales.sub": {
        "any": (
            "What is included, how it works and who it suits: everything is on this page.",
            "Take your time to read: by the end of this page you will know whether it is for you.",
            "A clear proposal for {audience.the}, without small print.",
        )
    },
    "sales.button.webinar": {"any": ("Put it into practice", "Join the programme")},
    "sales.button.product": {"any": ("Order now", "Place my order")},
    "sales.button.service": {"any": ("Ask for a proposal", "Talk about my project")},
    "sales.button.lead_magnet": {"any": ("Put it into practice", "I’d like some help")},
    "sales.button.membership": {"any": ("Become a member", "Join the members")},
    "sales.button.consultation": {"any": ("Find a time", "Ask for an appointment")},
    "sales.reassurance": {
        "any": (
            "No payment in the next step: we write to you first.",
            "You fill in a short form, we answer. Nothing is charged.",
        )
    },
    # The order
    "checkout.kicker": {"any": ("Last step", "Almost done")},
    "checkout.headline.webinar": {"any": ("Join the programme", "Your place in the programme")},
    "checkout.headline.product": {"any": ("Your order: {topic.title}", "Your order")},
    "checkout.headline.service": {"any": ("Tell us about your project", "Your request")},
    "checkout.headline.lead_magnet": {"any": ("Let’s put it into practice", "Your request")},
    "checkout.headline.membership": {"any": ("Your membership", "Become a member")},
    "checkout.headline.consultation": {"any": ("Let’s find a time", "Your appointment")},
    "checkout.sub": {
        "any": (
            "Tell us where to reach you. A person reads your request and writes to you about the rest.",
            "A few lines to fill in. We come back to you with the practical details.",
        )
    },
    "checkout.button.webinar": {"any": ("Send my registration",)},
    "checkout.button.product": {"any": ("Send my order",)},
    "checkout.button.service": {"any": ("Send my request",)},
    "checkout.button.lead_magnet": {"any": ("Send my request",)},
    "checkout.button.membership": {"any": ("Send my registration",)},
    "checkout.button.consultation": {"any": ("Ask for my appointment",)},
    "checkout.reassurance": {
        "any": ("No payment on this page: we write to you to agree on how to pay, and on what comes next.",)
    },
    "checkout.reassurance.service": {"any": ("No commitment: nothing starts until you agree.",)},
    "checkout.how_heading": {"any": ("And then?", "What happens next")},
    # One thing more
    "upsell.kicker": {"any": ("We have it", "One question before you go on")},
    "upsell.headline": {
        "any": (
            "Would you like to go further, with someone by your side?",
            "What if we did it together?",
            "A helping hand to get started?",
        )
    },
    "upsell.sub": {
        "any": (
            "Some people prefer to go alone, others with an outside view. If you are one of those, say so: we will "
            "tell you what is possible.",
            "Your request is in. If you would like more personal support, leave your address: we can talk about it, "
            "without commitment.",
        )
    },
    "upsell.headline.product": {"any": ("Some advice before you go on?", "Shall we talk about it?")},
    "upsell.sub.product": {
        "any": (
            "Your order is in. In doubt, or choosing a present? Leave your address: a person answers you, without "
            "commitment.",
        )
    },
    "upsell.point.product": {
        "any": (
            "We start from what you are looking for",
            "You talk to a person, not to a machine",
            "Nothing is added unless you agree",
        )
    },
    "upsell.priced": {"any": ("We also offer: {price}.",)},
    "upsell.heading": {"any": ("What difference it makes",)},
    "upsell.point": {
        "any": (
            "We look at your situation, not at a textbook case",
            "You have someone to ask",
            "We agree on the pace together",
            "Every decision stays yours",
        )
    },
    "upsell.button": {"any": ("Yes, tell me more", "Yes, I’m interested")},
    "upsell.decline": {"any": ("No thanks, go on without", "Not now, continue")},
    "upsell.reassurance": {"any": ("It commits you to nothing: we write to you, you decide.",)},
    # The last page
    "final.kicker": {"any": ("All done", "We have it")},
    "final.headline": {"any": ("Thank you, we have your request", "Thank you, everything is in")},
    "final.sub": {
        "any": (
            "A person reads your request and answers you by email.",
            "The rest comes by email, with all the practical details.",
        )
    },
    "final.heading": {"any": ("And now?", "In the meantime")},
    "final.step": {
        "any": (
            "Watch your inbox|Nothing comes? Check your spam folder.",
            "Write down your questions|All those that come up until then: we will take them one by one.",
            "Reply whenever you like|Our messages do not come from an address that never listens.",
        )
    },
    "thanks.kicker": {"any": ("Noted", "Thank you")},
    "thanks.heading": {"any": ("In the meantime", "To start well")},
    # Of the funnel
    "consent": {
        "any": (
            "I agree to receive advice and offers from {brand} by email.",
            "I agree to receive advice and offers by email.",
        )
    },
    "page.optin": {"any": ("Sign-up",)},
    "page.thank_you": {"any": ("Thank you",)},
    "page.confirmed": {"any": ("Confirmation",)},
    "page.webinar": {"any": ("Webinar",)},
    "page.vsl": {"any": ("Presentation",)},
    "page.sales": {"any": ("Offer",)},
    "page.checkout": {"any": ("Order",)},
    "page.checkout.service": {"any": ("Request",)},
    "page.checkout.lead_magnet": {"any": ("Request",)},
    "page.checkout.membership": {"any": ("Membership",)},
    "page.checkout.consultation": {"any": ("Appointment",)},
    "page.upsell": {"any": ("Go further",)},
}
