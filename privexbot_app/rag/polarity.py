"""Whether a quoted sentence says yes or no to a question: only where its words leave no doubt, in English.

The sentence has to be the question turned into a statement, or into its denial. Whatever restricts it ("only", "if",
"on Sundays") is silence, unless the question has the same words.
"""

import re

from privexbot_app.rag.asking import without_opening
from privexbot_app.rag.known_names import COUNTRIES, PAYMENTS, SPELLED
from privexbot_app.rag.stated import has_same, is_same_verb, says_exactly, stems_of

YES, NO = "yes", "no"
LONGEST_QUESTION = 200  # a longer one says more than a sentence can answer

_RESTRICTS = re.compile(
    r"\b(?:only|except|excluding|unless|if|but|however|though|although|while|whereas|until|when|whenever|once"
    r"|some|certain|selected|most|many|few|may be|might|should|could|would|depends?|depending|subject to|request|upon"
    r"|as long as|provided|without|apart|other than|limited|usually|normally|generally|sometimes|often|rarely|hardly"
    r"|almost|partly|partially|soon|used to|no longer than|at least|at most|instead|except for|neither|either)\b",
    re.IGNORECASE,
)
_ANSWERS = re.compile(r"^(?:yes|no|yep|nope|sure|of course|certainly|unfortunately|sorry)\b", re.IGNORECASE)
_NEXT_CLAUSE = re.compile(
    r"[;:()–—]|,? and (?=(?:we|you|it|they|that|this|is|are|has|have|can|may|do|does|will|costs?|takes?|gets?)\b)"
    r"|,? (?:so|because|which|who|where)\b|, (?=(?:we|you|it|they)\b)",
    re.IGNORECASE,
)
_TRAILING = re.compile(
    r",? (?:at the moment|at present|right now|any ?more|at all|yet|unfortunately|in (?:our|the) (?:shop|store))$",
    re.IGNORECASE,
)
_OPPOSITE = (
    ("open", "closed"),
    ("in stock", "sold out"),
    ("in stock", "out of stock"),
    ("available", "unavailable"),
    ("available", "sold out"),
    ("included", "excluded"),
    ("allowed", "forbidden"),
    ("allowed", "prohibited"),
    ("allowed", "banned"),
    ("permitted", "forbidden"),
    ("permitted", "prohibited"),
    ("possible", "impossible"),
)
_WE = r"(?:we|our (?:online )?(?:shop|store|team|company|hotel|restaurant)|the (?:shop|store))"
_ADVERB = r"(?:also|always|currently|gladly|happily|even|still|now|all|do)"
_NOT = r"(?:do not|don't|does not|cannot|can not|can't|will not|won't|no longer|never)"
_NEED = r"(?:required|needed|necessary|mandatory|compulsory|obligatory)"


def polarity(question: str, sentence: str) -> str:
    """ "yes", "no", or "" for what is not certain."""
    asked = without_opening(question).strip().rstrip("?!. ").lower()
    said = sentence.strip().rstrip(".! ")
    if (
        len(asked) > LONGEST_QUESTION
        or _ANSWERS.match(said)
        or said.endswith("?")
        or "n't " in asked
        or " not " in asked
        or "," in asked
    ):
        return ""
    if stance := _exclusive(asked, said):
        return stance
    clause = _TRAILING.sub("", _NEXT_CLAUSE.split(said, maxsplit=1)[0]).strip(" ,").lower().replace("’", "'")
    if _RESTRICTS.search(said):
        return ""
    return next((stance for asks, judge in _FORMS if (m := asks.fullmatch(asked)) and (stance := judge(m, clause))), "")


def _exclusive(asked: str, said: str) -> str:
    """ "We ship to Sweden and Denmark only.": of countries, and of ways to pay, that is an answer for every other."""
    spelled = _spelled(said.lower())
    for names, asks, says in _LISTS:
        wanted = asks.fullmatch(_spelled(asked))
        told = says.fullmatch(spelled) if wanted and re.search(r"\bonly\b", spelled) else None
        if not wanted or not told or wanted[1] not in names:
            continue
        listed = [name.strip() for name in re.split(r",| and | or ", told["list"]) if name.strip()]
        if listed and all(name in names for name in listed):
            return YES if wanted[1] in listed else NO
    return ""


def _spelled(text: str) -> str:
    for long, short in SPELLED.items():
        text = re.sub(rf"\b{re.escape(long)}(?!\w)", short, text)
    return text


_LISTS = (
    (
        COUNTRIES,
        re.compile(r"(?:do|can|will|does) (?:you|your (?:online )?(?:shop|store)) (?:also )?(?:ship|deliver|send)"
                   r"(?: (?:orders|parcels|goods))? to (\w+)"),
        re.compile(rf"(?:{_WE}|orders are|parcels are) (?:can |will |only |currently )*(?:ship|deliver|send|sent)\w*"
                   r"(?: only| orders| parcels| goods)* (?:to|within) (?:only )?(?:addresses in |customers in )?"
                   r"(?P<list>.*?)(?: only)?"),
    ),
    (
        PAYMENTS,
        re.compile(r"(?:do|can|will) you (?:also )?(?:accept|take) (\w+)|can i pay (?:with|by|in|via) (\w+)"),
        re.compile(rf"{_WE} (?:only )?(?:accept|take) (?:only )?(?P<list>.*?)(?: only)?"),
    ),
)  # fmt: skip


def _do_you(asked: re.Match[str], clause: str) -> str:
    """ "Do you repair boots?": "We repair boots." """
    verb, rest = asked["verb"], asked["rest"]
    if (said := re.match(rf"{_WE} (?:{_ADVERB} )*(\w+)\b ?(.*)", clause)) and is_same_verb(verb, said[1]):
        if no := re.match(r"no (.*)", said[2]):
            return NO if has_same(rest, no[1], exact=True) else ""
        return YES if not _denies(clause) and has_same(rest, said[2]) else ""
    denied = rf"{_WE} {_NOT} (?:currently )?(\w+)\b ?(.*)"
    if (said := re.match(denied, clause)) and is_same_verb(verb, said[1]):
        return NO if has_same(rest, said[2], exact=True) else ""
    return _is_there(asked, clause) if verb in ("have", "offer") else ""


def _can_i(asked: re.Match[str], clause: str) -> str:
    """ "Can I bring a dog?": "You may bring a dog.", "Dogs cannot be brought." """
    verb, rest = asked["verb"], asked["rest"]
    may = r"you (?:can|may|are (?:welcome|allowed|free) to) (?:also |always |even )*(\w+)\b ?(.*)"
    if (said := re.match(may, clause)) and is_same_verb(verb, said[1]):
        return YES if not _denies(clause) and has_same(rest, said[2]) else ""
    may_not = (
        r"you (?:cannot|can not|can't|may not|must not|mustn't|are not allowed to|aren't allowed to) (\w+)\b ?(.*)"
    )
    if (said := re.match(may_not, clause)) and is_same_verb(verb, said[1]):
        return NO if has_same(rest, said[2], exact=True) else ""
    return _passive(rest, verb, clause)


def _passive(what: str, verb: str, clause: str) -> str:
    said = re.match(r"(.+?) (?:can|may) (not )?be (\w+)(.*)|(.+?) (cannot|can't) be (\w+)(.*)", clause)
    if said is None:
        return ""
    subject, no, done, rest = said.group(1, 2, 3, 4) if said[1] else said.group(5, 6, 7, 8)
    if not is_same_verb(verb, done):
        return ""
    if no:
        return NO if has_same(what, f"{subject} {rest}".strip(), exact=True) else ""
    return YES if stems_of(what) == stems_of(subject) else ""


def _can_be(asked: re.Match[str], clause: str) -> str:
    """ "Can bookings be moved?": "Bookings cannot be moved." """
    return _passive(f"{asked['what']} {asked['rest']}".strip(), asked["verb"], clause)


def _is_there(asked: re.Match[str], clause: str) -> str:
    """ "Is there a lift?": "There is a lift.", "We have no lift." """
    has = re.match(r"there (?:is|are) (no |not any )?(.*)|we (?:have|offer) (no )?(.*)", clause)
    if has is None:
        return ""
    no, what = (has[1], has[2]) if has[2] is not None else (has[3], has[4])
    if no:
        return NO if has_same(asked["rest"], what, exact=True) else ""
    return YES if not _denies(clause) and has_same(asked["rest"], what) else ""


def _need_i(asked: re.Match[str], clause: str) -> str:
    """ "Do I need a ticket?": "You need a ticket.", "No ticket is needed." """
    rest = asked["rest"] or ""
    for pattern, stance in (
        (r"you (?:do not|don't) (?:need|have)(?: to)? (.*)", NO),
        (r"you need no (.*)", NO),
        (rf"no (.*?) (?:is|are) {_NEED}", NO),
        (rf"(?!no )(.*?) (?:is|are) not {_NEED}", NO),
        (rf"(?!no )(?!.* not$)(.*?) (?:is|are) {_NEED}", YES),
        (r"you (?:need|must|have)(?: to)? (?!no |not )(.*)", YES),
    ):
        if said := re.fullmatch(pattern, clause):
            return stance if has_same(rest, said[1], exact=stance == NO) else ""
    return ""


def _is_it(asked: re.Match[str], clause: str) -> str:
    """ "Is parking free?": "Parking is free.", "Parking is not free.", and of opposites "We are closed on Mondays." """
    said = re.match(r"(.+?) (?:is|are)(n't| not)? (?:always |also |currently )*(.+)", clause)
    if said is None:
        return ""
    subject, no, told = said.group(1, 2, 3)
    question = asked["rest"]
    if own := re.match(r"(?:you|your (?:shop|store)|the (?:shop|store)) (.+)", question):
        if not re.fullmatch(_WE, subject):
            return ""
        question = own[1]
    elif (rest := _without_subject(question, subject)) is None:
        return ""
    else:
        question = rest
    if says_exactly(question, told):
        return NO if no else YES
    opposites = [one for pair in _OPPOSITE for one in (pair, pair[::-1])]
    if not no and any(
        says_exactly(question.replace(one, other), told) for one, other in opposites if question.startswith(one)
    ):
        return NO
    return ""


def _without_subject(question: str, subject: str) -> str | None:
    """What is asked of it: the rest of a question that begins with the words of the subject, in any order."""
    wanted = sorted(set(stems_of(subject)) - {"in"})
    words = question.split()
    for place in range(1, len(words)):
        if sorted(set(stems_of(" ".join(words[:place]))) - {"in"}) == wanted:
            rest = " ".join(words[place:])
            return rest if place == len(words) or not re.match(r"of\b", rest) else None
    return None


def _do_they(asked: re.Match[str], clause: str) -> str:
    """ "Do gift cards expire?": "Gift cards never expire." """
    words = asked["rest"].split()
    for place in range(1, len(words)):
        subject, verb, rest = " ".join(words[:place]), words[place], " ".join(words[place + 1 :])
        said = re.match(
            rf"(.+?) (do not |don't |does not |doesn't |never |can |cannot |can't )?({re.escape(verb)}\w*)\b ?(.*)",
            clause,
        )
        if said is None or stems_of(said[1]) != stems_of(subject) or not is_same_verb(verb, said[3]):
            continue
        if said[2] and said[2].strip() != "can":
            return NO if has_same(rest, said[4], exact=True) else ""
        return YES if not _denies(clause) and has_same(rest, said[4], exact=True) else ""
    return ""


_REST = r"(?: (?P<rest>.+))?"
_FORMS = (
    (re.compile(r"(?:do|must|will) (?:i|we) (?:need|have)(?: to)? (?P<rest>.+)"), _need_i),
    (re.compile(r"is (?P<rest>.+?) (?:required|needed|necessary|mandatory|compulsory|obligatory)"), _need_i),
    (re.compile(rf"(?:do|can|will|could|would) you (?:also |still |ever |currently )?(?P<verb>\w+){_REST}"), _do_you),
    (re.compile(rf"(?:can|may|could|am) (?:i|we)(?: allowed to)? (?:also |still )?(?P<verb>\w+){_REST}"), _can_i),
    (re.compile(rf"(?:is it (?:possible|allowed|ok|okay) to|are we allowed to) (?P<verb>\w+){_REST}"), _can_i),
    (re.compile(rf"(?:can|may) (?P<what>.+?) be (?P<verb>\w+){_REST}"), _can_be),
    (re.compile(r"(?:is|are) there (?P<rest>.+)"), _is_there),
    (re.compile(r"(?:is|are) (?P<rest>.+)"), _is_it),
    (re.compile(r"(?:do|does|can|will) (?P<rest>.+)"), _do_they),
)


def _denies(clause: str) -> bool:
    return bool(
        re.search(r"\b(?:not|no|never|none|nothing|nor|cannot|can't|don't|doesn't|isn't|aren't|won't)\b", clause)
    )
