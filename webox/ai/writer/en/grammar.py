"""How a name that somebody typed stands in an English sentence."""

import re

FIRST = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
DETERMINERS = {
    *("the", "a", "an", "our", "your", "my", "his", "her", "their", "its", "this", "that", "these", "those", "every"),
    *("each", "all", "any", "some", "both", "many", "few", "people", "everyone", "anyone", "everybody", "anybody"),
    *("those", "whoever", "you", "us", "them", "two", "three", "four", "five"),
}
# What begins so is said as a title, between quotation marks.
CLAUSES = {
    *(
        "how",
        "why",
        "what",
        "when",
        "where",
        "who",
        "which",
        "whether",
        "if",
        "is",
        "are",
        "do",
        "does",
        "can",
        "should",
    ),
    *("to", "for", "with", "without", "in", "on", "at", "by", "from", "and", "or", "but", "not", "no", "it", "we", "i"),
    *("get", "make", "build", "write", "sell", "grow", "learn", "start", "stop", "create", "find", "launch", "save"),
    *("become", "discover", "meet", "join", "try", "win", "earn", "lose", "boost", "improve", "increase", "reduce"),
}
# One of these takes an article; anything else is taken for a plural or for something that is not counted.
_COUNTED = """
academy account agency agenda announcement app application appointment audit bag bakery bike blog book bootcamp
bot box brand bundle business café calendar camp campaign card catalog catalogue challenge checklist class
clinic club collection community company conference consultation contest course dashboard day deal demo diary
dinner discount e-book ebook edition event exhibition fair festival framework game guide handbook house journal
journey kit launch lecture lesson letter line list magazine market masterclass meal meeting membership menu
method museum newsletter offer office opening package party pass path plan planner platform podcast pop-up
process product program programme project promotion range release report restaurant retreat review room sale
school season seminar series service session shop show site spa sprint store story strategy
studio subscription summit system talk team template test toolkit tour trial trip tutorial update upgrade video
visit voucher webinar website week weekend workbook workshop year
"""
COUNTED = set(_COUNTED.split())
_ORDINARY = """
advanced annual artist artists autumn baking beginner beginners best better big business businesses busy career
classic client clients coach coaches companies consultant consultants content cooking couples customer customers
dads daily designer designers developer developers digital drawing early easy email employees entrepreneur
entrepreneurs fall families family fathers first fitness food founder founders free freelance freelancer
freelancers fresh garden gardening group hair hand-made handmade health healthy holiday home independent
interior knitting last late leader leaders leadership life local maker makers management manager managers
marketing meal meditation men modern moms money monthly mothers mums natural new next nutrition online organic
owner owners painting parent parents people personal photographer photographers pilates private productivity
professional professionals project public reading real remote restaurants running sales seniors sewing shops
simple skin sleep small social solo spring startups stress student students summer sustainable teacher teachers
team teenagers therapist therapists time travel web wedding weekly winter women work working writing yoga young
"""
ORDINARY = COUNTED | set(_ORDINARY.split())
# What one buys or goes to; other topics are learnt, or done together.
_THINGS = """
anniversary apartment app arrivals bag bags bakery bed bike bikes book books box boxes bread cake cakes candle
candles car catalog catalogue ceramics chocolate chocolates christmas clearance coffee collection concert
cosmetics cream creams discount dress dresses easter edition exhibition festival flat flower flowers furniture
gift gifts glasses hamper hampers holiday honey house issue jewellery jewelry kit kitchen launch mattress menu
menus office oil oils opening pack party perfume perfumes plant plants poster posters pottery print prints
product products range restaurant rug rugs sale sales shoe shoes shop show soap soaps sofa software store
subscription tea terrace toy toys trip trips watch watches wedding weekend wine wines
"""
THINGS = set(_THINGS.split())
# Of things, what one goes to, and what one buys for its use; the others are also bought to please.
_MOMENTS = """
anniversary brunch ceremony concert concerts conference day dinner dinners evening evenings event events
exhibition fair festival getaway holiday lunch market opening parties party restaurant retreat room session
sessions shoot shoots show shows tasting tastings tour tours trip trips visit visits walk walks weekend workshop
workshops
"""
MOMENTS = set(_MOMENTS.split())
_TOOLS = """
apartment app bed car catalog catalogue clearance discount edition flat furniture glasses house issue kit
kitchen machine mattress offer office pack platform product products promotion sale sales shop software store
subscription terrace tool tools
"""
TOOLS = set(_TOOLS.split())
THINGS |= MOMENTS | TOOLS
# What one is taught or helped with by somebody: not a matter to have opinions on.
_SERVICES = """
audit bootcamp class classes club coaching community consultation course courses e-book ebook guide lesson
lessons masterclass membership mentoring method newsletter podcast program programme seminar service services
training webinar
"""
SERVICES = set(_SERVICES.split())
# Where the part that names the thing ends
ENDS = {
    *(
        "for",
        "of",
        "on",
        "in",
        "with",
        "about",
        "to",
        "from",
        "that",
        "who",
        "at",
        "by",
        "and",
        "or",
        "without",
        "whose",
    ),
    *("which", "over", "under", "near", "between"),
}
IRREGULAR = {"people", "women", "men", "children", "folk", "staff", "police", "alumni", "media", "youth", "public"}


def topic_forms(name):
    noun = the(name)
    named = noun if noun.startswith("“") else lowered(name)
    forms = {"title": name, "plain": lowered(name), "name": named, "the": noun}
    return forms | {"of": f"of {noun}", "to": f"to {noun}"}


def audience_forms(name):
    people = the_people(name)
    return {"title": name, "plain": lowered(name), "the": people, "of": f"of {people}", "to": f"to {people}"}


def brand_forms(name):
    return {"title": name, "plain": name, "the": name, "of": f"of {name}", "to": f"to {name}", "at": f"at {name}"}


def natures(topic):
    """What a topic is: "subject" or "thing", and more closely "concept"; "moment", "object", "gift"."""
    words = topic.lower().split(" ")
    heads = set() if words[0] in CLAUSES else {_head(words), _head(words[1:] or words)}
    if not heads & THINGS:
        return {"subject"} if heads & SERVICES else {"subject", "concept"}
    if heads & MOMENTS:
        return {"thing", "moment"}
    return {"thing", "object"} if heads & TOOLS else {"thing", "object", "gift"}


def the(name):
    """ "Excel course" → "the Excel course"; "time management" stays as it is; a question goes between quotes."""
    plain = lowered(name)
    words = plain.split(" ")
    word = first_word(plain).lower()
    if not word or word in CLAUSES:
        return quoted(name)
    if word in DETERMINERS:
        return plain
    return f"the {plain}" if _head(words) in COUNTED else plain


def the_people(name):
    """ "small business owner" → "every small business owner"; a plural stays as it is."""
    plain = name.lower() if name.istitle() and first_word(name) == name else lowered(name)
    word = first_word(plain).lower()
    if not word:
        return f"the {quoted(name)} audience"
    if word in DETERMINERS or word in CLAUSES:
        return plain
    head = _head(plain.split(" "))
    is_plural = (head.endswith("s") and not head.endswith("ss")) or head in IRREGULAR or not head.isalpha()
    return plain if is_plural or plain[-1:].isupper() else f"every {plain}"


def lowered(name):
    """The name inside a sentence: the capital of an ordinary first word goes, that of a name stays."""
    word = first_word(name)
    if not word or not name.startswith(word) or word[1:] != word[1:].lower() or word == "I":
        return name
    words = name.split(" ")
    if len(words) > 1 and all(each[:1].isupper() for each in words if len(each) > 3):
        return name  # Written Like a Title
    second = words[1].lower() if len(words) > 1 else ""
    is_ordinary = word.lower() in ORDINARY | DETERMINERS | CLAUSES or word.endswith("ing") or second.endswith("ing")
    return name[:1].lower() + name[1:] if is_ordinary else name


def quoted(name):
    inner = name.replace("“", "‘").replace("”", "’").replace('"', "’").strip()
    return f"“{inner[:1].upper() + inner[1:]}”"


def typeset(text):
    """Curly apostrophes."""
    return re.sub(r"(?<=\w)'(?=\w)", "’", text)


def first_word(name):
    found = FIRST.match(name)
    return found[0] if found else ""


def _head(words):
    """The last word of the part that names the thing: "workshop" of "watercolour workshop for beginners"."""
    head = words[0]
    for word in words:
        if word.lower() in ENDS:
            break
        head = word
    return head.lower().strip(",.;:()’'")
