"""Lists of English words that several steps of search and quoting need."""


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


COMMON = _set(
    """a about am an and any are as at be been but by can could did do does for from get got had has have he her hers
    him his how i if in into is it its may me might my of on or our ours out shall she should so than that the their
    theirs them then there these they this those to up us was we were what when where which who whom whose why will
    with would you your yours please tell hi hello hey"""
)
ABBREVIATIONS = _set(
    """mr mrs ms dr prof sr jr st vs etc approx fig no nos vol pp ed eds inc ltd co corp dept est max min tel ext art
    e.g i.e cf al op ca mt ft lt col gen sgt capt rev hon gov sen rep jan feb mar apr jun jul aug sep sept oct nov
    dec"""
)
BEFORE_NUMBERS = _set("no nos vol pp fig art ca approx")
NUMERALS = _set(
    """one two three four five six seven eight nine ten eleven twelve dozen hundred thousand million billion half once
    twice free none"""
)
CALENDAR = _set(
    """january february march april may june july august september october november december monday tuesday wednesday
    thursday friday saturday sunday century decade day days week weeks month months year years hour hours minute
    minutes today tomorrow yesterday"""
)
COLOURS = _set(
    """black white grey gray red blue green yellow orange purple pink brown beige navy tan olive gold silver burgundy
    blush cream turquoise violet khaki teal maroon ivory charcoal"""
)
