"""The body of a text, step by step: every paragraph stands on its own and asks for the next."""

BODY = {
    "attention": {
        "any": (
            "{concept?}Talking about {topic.the} is easy. Knowing where to begin is not, and that is where most of "
            "it is decided.",
            "{concept?}A simple question to start with: what would change for you if everything about {topic.the} "
            "were clear?",
            "{concept?}You can read a great deal about {topic.the} and still not be any further. What is usually "
            "missing is an order: what to do first, and what can wait.",
            "This is for {audience.the}. If that sounds like you, take a few minutes: it was written with you in mind.",
            "{subject?}There is what we do because it helps, and what we do because we always have. What if now were "
            "a good time to sort one from the other?",
            "{subject?}Here is a question most of us keep for later: what takes up your time these days and gives "
            "nothing back?",
        ),
        "professional": (
            "{concept?}There is no shortage of opinions on {topic.the}. A clear method, one you can explain to a "
            "team and keep to, is harder to find.",
            "{subject?}Good decisions tend to begin with a good question. Ours fits on one line: what do you really "
            "expect of the next step?",
        ),
        "friendly": (
            "{concept?}Let’s be honest: people talk a lot about {topic.the}, and it rarely ends in anything you can "
            "use. So let’s keep this simple.",
            "We’ll get to the point. You have better things to do than read big promises, and we don’t enjoy writing "
            "them.",
        ),
        "enthusiastic": (
            "{concept?}Some things make you want to start right away. For us, {topic.the} is exactly that, and it’s "
            "catching!",
            "{subject?}What if this were the week you stop thinking about it and start doing it? Good news: the "
            "first step is smaller than it looks!",
        ),
        "formal": (
            "We would like to draw your attention to a subject that deserves a moment’s thought: {topic.plain}.",
            "Allow us to come straight to the point. Your time is valuable, and a clear account is worth more than a "
            "long one.",
            "{thing?}We are pleased to present what we have prepared with care.",
            "{moment?}We are pleased to invite you to an occasion prepared with care.",
        ),
        "everyday": (
            "{object?}There are things we buy in a hurry, and things we choose. {topic.title}: we prefer the second "
            "way.",
            "{gift?}Some things deserve better than a glance between two appointments. Let’s take a moment.",
            "{moment?}There are moments we plan for a long time and put off for even longer. {topic.title}: what if "
            "this were the time?",
            "{moment?}We say “we should”, and the weeks go by. Here is a simple occasion to say yes.",
            "{object?}Before you choose, one question: what really matters to you in what you are about to see?",
        ),
    },
    "problem": {
        "any": (
            "{concept?}It is hardly ever a matter of goodwill. On {topic.the}, advice contradicts itself: you "
            "compare, you hesitate, and nothing moves.",
            "{subject?}You probably know what should be done. The hard part is finding the moment, and then keeping "
            "at it.",
            "{subject?}The tiring part is not the work itself. It is not knowing whether you are on the right track.",
        ),
        "everyday": (
            "{subject?}At first, you manage. Then the small difficulties add up, you improvise, and one day you "
            "notice that you keep starting over.",
            "{concept?}When it comes to {topic.the}, something urgent always jumps the queue. You promise yourself "
            "to come back to it, and the week is over.",
            "{object?}Too much choice, too many promises, and descriptions that all sound alike: choosing soon "
            "becomes a chore.",
            "{object?}You put it off, you compare, you close the tab. Not for lack of interest, but because one "
            "piece of information is always missing.",
            "{moment?}Diaries fill up, wishes wait. When did you last choose a moment for yourself, or for those you "
            "love?",
            "{moment?}Finding the date, getting everyone together, arranging it all: that is often where good ideas "
            "stop. What if it were not so complicated?",
        ),
        "professional": (
            "{subject?}The difficulty is rarely technical. It comes from too little time, shifting priorities and "
            "tools that don’t talk to each other.",
            "{subject?}Many projects get stuck for an ordinary reason: nobody has settled what comes first.",
        ),
        "friendly": (
            "{subject?}You know how it goes: you start full of good intentions, then life gets in the way. No harm "
            "done, but you don’t get very far either.",
            "{subject?}You may have tried already. A list, a notebook, a good resolution, and then nothing. That "
            "isn’t a lack of willpower. It’s a missing manual.",
        ),
        "enthusiastic": (
            "{subject?}The will is there, and so is the energy. What’s missing is a clear path, and that can be "
            "sorted out!",
            "{subject?}We all have a project waiting quietly in a corner. The one you are thinking of deserves "
            "better than dust!",
        ),
        "formal": (
            "{subject?}More often than not, the difficulty lies not in deciding but in knowing what to base the "
            "decision on.",
            "{subject?}For want of time or of bearings, one may put off what deserves to be dealt with first.",
            "{object?}Choosing calls for reliable information, which is not always found in one place.",
            "{moment?}Finding the right moment is not always easy, and one is inclined to put it off.",
        ),
    },
    "agitation": {
        "any": (
            "{subject?}And time goes by. What used to be a detail becomes a habit, and then a fact that nobody "
            "questions.",
            "{subject?}The real cost is not always the one you think of: it is the decisions put off, the attempts "
            "that lead nowhere, and the energy they take.",
            "{subject?}Wait for the right moment long enough, and you end up deciding in a hurry. That is seldom "
            "when we choose best.",
            "{subject?}Leaving things as they are is a choice too. Is it really the one you want to make?",
        ),
        "professional": (
            "{subject?}In the meantime teams make up for it, deadlines slip, and everyone works from their own "
            "version of things.",
            "{subject?}A stopgap that lasts ends up costing more than the decision it replaced.",
        ),
        "friendly": (
            "{subject?}The worst of it? You get used to it. You tell yourself it’s normal, and it takes more out of "
            "you than you’d think.",
            "{subject?}And of course it always comes back to bite on the wrong day.",
        ),
        "enthusiastic": (
            "{subject?}Every week spent waiting is a week less to enjoy it. That would be a pity, wouldn’t it?",
            "{subject?}Waiting until everything is perfect is the surest way never to start!",
        ),
        "formal": (
            "{subject?}Postponing is not always without consequence: the questions remain, and the answers grow fewer.",
            "{subject?}Experience suggests that what we do not decide is, in time, decided without us.",
            "{object?}A choice made in haste may leave regrets that a little clarity would have spared.",
            "{moment?}Time passes, and what one had planned remains a plan.",
        ),
        "everyday": (
            "{object?}And in the end you take whatever comes along, telling yourself that it will do.",
            "{object?}Compare long enough, and you forget what you wanted in the first place.",
            "{moment?}And the moment passes. You promise yourself it will be next time, without quite believing it.",
            "{moment?}Later: when is that, exactly?",
        ),
    },
    "interest": {
        "any": (
            "{subject?}Our view of it is short: understand first, choose next, and change only what is worth changing.",
            "{subject?}There is nothing spectacular about it. Look at where you are, choose one thing, and keep at "
            "it long enough to see what happens.",
            "{subject?}For {audience.the}, the most useful thing is often the simplest: a clear frame, and the "
            "freedom to use it their own way.",
        ),
        "everyday": (
            "{concept?}In practice, it means taking {topic.the} by the right end: a starting point, a sensible "
            "order, and a way of checking that you are getting on.",
            "{object?}We chose to keep it simple: show what there is, say what is included, and let everyone take "
            "their time.",
            "{gift?}Here every detail counts: what it is, how it is made, whom it suits. The rest is a matter of "
            "taste.",
            "{moment?}On our side, everything is done to keep it simple: you come, and we take care of the rest.",
            "{moment?}How does it go? You are welcomed, there is time, and you leave with something to keep or to "
            "tell.",
        ),
        "professional": (
            "{subject?}The approach is plain on purpose: a goal in writing, short stages, and a regular review to "
            "adjust.",
            "{subject?}Each stage answers one question. You know what is done, what is left to do, and why.",
        ),
        "friendly": (
            "{subject?}We take it easy: start from where you are, keep what works, and deal with the rest together.",
            "{subject?}Nothing to learn by heart, nothing to turn upside down. Just one thing at a time, and the "
            "pleasure of seeing it move.",
        ),
        "enthusiastic": (
            "{subject?}What do we love about it? You see where you’re going, and every small step makes you want the "
            "next one!",
            "{subject?}No endless theory: try it, look, adjust, and go again with a smile!",
        ),
        "formal": (
            "{subject?}The approach we propose rests on a simple principle: establish the situation, agree on an "
            "aim, and then proceed by stages.",
            "{subject?}Each stage is explained to you beforehand, so that you remain free to decide what follows.",
            "{object?}Every item is described with precision, so that your choice may rest on sound information.",
            "{moment?}Everything is prepared with attention: the programme is explained to you, and your welcome "
            "arranged.",
        ),
    },
    "desire": {
        "any": (
            "{subject?}Picture the same week, with one question less on your mind. Not another life: just a little "
            "more room for what matters.",
        ),
        "everyday": (
            "{concept?}What if, when it comes to {topic.the}, you knew exactly what to do on Monday morning?",
            "{subject?}This isn’t about changing everything. It is about having things in hand again, and knowing "
            "why you do them.",
            "{subject?}Think of the moment when the question no longer comes up: it’s settled, it’s clear, and you "
            "move on.",
            "{gift?}Who would enjoy it? You, perhaps. Somebody you love, most likely.",
            "{object?}Picture the moment you’ve found it: nothing left to compare, just the pleasure of having it.",
            "{moment?}Picture it: the phone at the bottom of your bag, time ahead of you, and nothing to do but be "
            "there.",
            "{moment?}What will you remember of this year? Perhaps this.",
        ),
        "professional": (
            "{subject?}Faster decisions, because the criteria are set. Shorter meetings, because everyone knows what "
            "is being discussed. That is the aim.",
            "{subject?}What would you do with the time a clearer organisation sets free? It is often the best way to "
            "measure what you are looking for.",
        ),
        "friendly": (
            "{subject?}Picture it: you close the laptop, and for once nothing is left lying around. Feels good, "
            "doesn’t it?",
            "{subject?}The idea is that it becomes easy. Easy enough to enjoy, and maybe even to tell others about.",
        ),
        "enthusiastic": (
            "{subject?}Imagine the lift you get when it all makes sense: you want to start, and you do!",
            "{subject?}The best part is the click: the moment you think “of course”, and everything falls into place!",
        ),
        "formal": (
            "{subject?}You would thus have the whole picture, and the peace of mind that comes with a "
            "well-considered decision.",
            "{subject?}What matters is that, at the end of it, you are able to decide with full knowledge of the "
            "facts.",
            "{object?}We hope that you will find what you are looking for, and perhaps what you did not expect.",
            "{moment?}We hope that you will keep a happy memory of the occasion.",
        ),
    },
    "solution": {
        "any": (
            "{subject?}That is what we have in mind with {topic.the}: going in order, with clear explanations and "
            "someone to ask.",
            "{subject?}There is another way to go about it: start from what is already there, mend one thing at a "
            "time, and keep only what helps.",
        ),
        "everyday": (
            "{offer}. That is what we do, and we try to do it simply.",
            "{subject?}{brand.at}, we listen first. What follows depends on your situation, not on a recipe.",
            "{object?}So here is {topic.the}: everything is described, nothing is hidden, and we answer your "
            "questions before you buy as well as after.",
            "{object?}{brand.at}, we take the time to advise. Tell us what you are after, and we will say frankly "
            "what suits you.",
            "{thing?}We have put the essentials in one place, with clear information and someone to ask.",
            "{moment?}So here is {topic.the}. The practical details are all in one place, and we answer every "
            "question.",
            "{moment?}{brand.at}, a good welcome matters: you ask your questions, and we prepare all the rest.",
            "{moment?}Nothing to prepare, or nearly: everything is arranged for you to enjoy it.",
        ),
        "professional": (
            "{subject?}We propose a framework: a first review, stages agreed together, and a decision point at each "
            "of them.",
            "{subject?}{brand} works in the open: what is planned is written down, and what changes is explained.",
        ),
        "friendly": (
            "{subject?}That’s where we can lend a hand. We look at it together, sort it out, and take one thing "
            "after another.",
            "{subject?}No magic formula on our side: just people who listen, explain, and can be reached.",
        ),
        "enthusiastic": (
            "{subject?}That’s why we’ve prepared what comes next: simple, lively, and made to keep you going!",
            "{subject?}With {brand}, you get from the idea to the doing, and have a good time on the way!",
        ),
        "formal": (
            "{subject?}We are at your disposal to consider your situation and to propose a suitable approach.",
            "{subject?}{brand} offers attentive guidance, every stage of which is presented to you before it begins.",
            "{object?}We are at your disposal to advise you before any decision.",
            "{moment?}We prepare your welcome and answer all your questions.",
        ),
    },
    "promise": {
        "any": (
            "Here is our commitment: clear explanations, a pace that suits you, and room for every question, the "
            "simplest included.",
            "With {topic.the}, the idea is simple: you know what to expect before you commit.",
        ),
        "everyday": ("We don’t promise the moon. We promise to say what we do, and to do what we say.",),
        "professional": (
            "Our commitment is about the way we work: a written process, people you can name, and reasons for every "
            "answer.",
        ),
        "friendly": (
            "What can we promise? No jargon, no pressure, and a proper answer whenever you have a proper question.",
        ),
        "enthusiastic": ("Our promise: care, clarity, and plenty of energy at every step!",),
        "formal": ("We undertake to inform you clearly, to answer your questions, and to respect your pace.",),
    },
    "proof": {
        "any": (
            "A fact rather than a promise: {fact}.",
            "The best way is to judge for yourself: ask us how we work, and we will show you.",
            "Instead of big words, an invitation: ask the question that holds you back, and see how we answer it.",
        ),
        "everyday": ("What we can say without overdoing it: {fact}.",),
        "professional": ("Before you decide, ask us for something concrete: we would rather show than promise.",),
        "friendly": ("No need to take our word for it: come and see, and make up your own mind.",),
        "enthusiastic": ("The best argument is still to try it. Your turn!",),
        "formal": ("We remain at your disposal for anything that may help you form your own judgement.",),
    },
    "offer": {
        "any": (
            "In one sentence: {offer}.",
            "{subject?}What is it? {topic.name}, put together to be useful at once and to stay so.",
            "{subject?}What is it? Practical guidance that starts from your situation and leads where you want to go.",
        ),
        "professional": (
            "{subject?}What we propose, in essence: {topic.name}, within a framework set from the start.",
        ),
        "friendly": ("{subject?}What we offer, in plain words: {topic.name}, and someone to guide you.",),
        "enthusiastic": ("Here’s what’s waiting for you: {topic.name}, and people who love doing it well!",),
        "formal": (
            "{subject?}Our proposal concerns the following: {topic.plain}.",
            "{thing?}It is a proposal prepared with care, which we present to you in detail.",
        ),
        "everyday": (
            "{object?}What is it? {topic.title}, with a clear description and someone to advise you.",
            "{gift?}What is it? What we make with the most care.",
            "{moment?}What is it? {topic.title}, in a pleasant setting and without hurry.",
            "{object?}What is it? Something well made, and well explained.",
            "{moment?}What is it? An occasion prepared so that everyone feels at ease.",
        ),
    },
    "action": {
        "any": ("Take the time to look closer. You can decide afterwards, without pressure.",),
        "everyday": (
            "The easiest way is to start small: one click, and you’ll know whether it is for you.",
            "If this speaks to you, the next step is just below. If not, keep the idea for later.",
        ),
        "professional": (
            "The details are one click away. You will be the judge of whether the moment is right.",
            "Have a look at the details, then decide with a clear head. We can be reached for any question.",
        ),
        "friendly": (
            "See you on the other side of the button? And if a question remains, we’re here.",
            "Have a look, in your own time. There are no strings attached.",
        ),
        "enthusiastic": (
            "So, shall we? The first step is right below!",
            "All that’s left is to jump in, and it’s right here!",
        ),
        "formal": (
            "We invite you to look into the details, and remain at your disposal.",
            "We would be pleased to count you among us, and remain at your service.",
        ),
    },
    "about": {
        "any": (
            "{brand}. {offer}.",
            "Behind {brand} there are people you can talk to. Write to us: somebody will read it.",
            "We like things well explained and commitments kept. For everything else, write to us.",
        ),
    },
    "closing": {
        "everyday": ("See you soon,", "Looking forward to hearing from you,"),
        "professional": ("Best regards,", "Kind regards,"),
        "friendly": ("Take care,", "Have a lovely day,"),
        "enthusiastic": ("See you very soon!", "Can’t wait to hear from you!"),
        "formal": ("Yours faithfully,", "With our respectful regards,"),
    },
}
