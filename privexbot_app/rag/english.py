"""Lists of English words that several steps of search and quoting need."""


def words_of(words: str) -> frozenset[str]:
    """Of a text of words and blanks."""
    return frozenset(words.split())


COMMON = words_of(
    """a about am an and any are as at be been but by can could did do does for from get got had has have he her hers
    him his how i if in into is it its may me might my of on or our ours out shall she should so than that the their
    theirs them then there these they this those to up us was we were what when where which who whom whose why will
    with would you your yours please tell hi hello hey"""
)
ABBREVIATIONS = words_of(
    """mr mrs ms dr prof sr jr st vs etc approx fig no nos vol pp ed eds inc ltd co corp dept est max min tel ext art
    e.g i.e cf al op ca mt ft lt col gen sgt capt rev hon gov sen rep jan feb mar apr jun jul aug sep sept oct nov
    dec"""
)
BEFORE_NUMBERS = words_of("no nos vol pp fig art ca approx")
NUMERALS = words_of(
    """one two three four five six seven eight nine ten eleven twelve dozen hundred thousand million billion half once
    twice free none"""
)
CALENDAR = words_of(
    """january february march april may june july august september october november december monday tuesday wednesday
    thursday friday saturday sunday century decade day days week weeks month months year years hour hours minute
    minutes today tomorrow yesterday"""
)
COLOURS = words_of(
    """black white grey gray red blue green yellow orange purple pink brown beige navy tan olive gold silver burgundy
    blush cream turquoise violet khaki teal maroon ivory charcoal"""
)
# What a question is put together with: whether an answer repeats them says nothing about what it is about.
ASKING = words_of(
    """long much many often soon far big old fast late take takes need want like get getting give go come know find look
    work works mean use make say tell thing things way kind sort type anything something someone anyone possible able
    just also still ever"""
)
