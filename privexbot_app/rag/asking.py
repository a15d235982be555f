"""What form a question has, in seven languages: answered by yes or no, by several things, or out of a column."""

import re

_OPENING = re.compile(
    r"^(?:(?:hi|hello|hey|please|and|but|so|also|then|ok|okay|thanks|sorry|excuse me)\b[,!. ]*)*"
    r"(?:(?:(?:can|could) you tell me|do you know|i(?:'d|’d| would) like to know|i wonder) (?:if|whether) )?",
    re.IGNORECASE,
)
_WHETHER = re.compile(r"\b(?:if|whether) $", re.IGNORECASE)
_AUXILIARY = re.compile(
    r"(?:do|does|did|is|are|was|were|am|can|could|may|might|will|would|have|has|must|shall|should|need)\b(?!n['’]t)",
    re.IGNORECASE,
)
_INDIRECT = re.compile(
    r"\b(?:tell|know|explain|say|show|help|guess)\b.{0,20}\b(?:what|when|where|who|how|why|which)\b", re.IGNORECASE
)
_OR = re.compile(r"\b(?:or|oder|ou|o|of)\b", re.IGNORECASE)
_QUESTION_WORDS = {  # that make a question no matter of yes or no
    "german": r"was|wer|wen|wem|wie|wieviel|wo|wohin|woher|wann|warum|wieso|welche[nrsm]?|womit|wofür|worin",
    "french": r"que|quoi|qui|quel(?:le)?s?|comment|où|quand|combien|pourquoi|qu['’]est-ce",
    "spanish": r"qué|quién(?:es)?|cuál(?:es)?|cómo|dónde|adónde|cuándo|cuánt[oa]s?|por qué",
    "italian": r"che|cosa|chi|qual[ei]?|come|dove|quando|quant[oaie]|perché",
    "portuguese": r"que|quem|qual|quais|como|onde|quando|quant[oa]s?|por ?que|porquê",
    "dutch": r"wat|wie|welke?|hoe|hoeveel|waar|wanneer|waarom|waarmee",
}
_WORDS = {
    language: re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE) for language, words in _QUESTION_WORDS.items()
}
_NO_PLURAL = r"(?!(?:is|was|does|this|has|us)\b)"
_SEVERAL = {
    "english": rf"\b(?:which|what) (?:{_NO_PLURAL}[\w-]+ ){{0,2}}?{_NO_PLURAL}[\w-]{{2,}}s\b"
    r"|\bwhat (?:are|do|can|should|must|else|all|will)\b|\bhow (?:do|can|could|should|may|to|would)\b"
    r"|\bwhere (?:do|can|are)\b|\b(?:list|name|show) (?:me )?(?:all|the|your)\b|\ball (?:the|your)\b",
    "german": r"\bwelche[nrs]?\b|\bwas\b|\bwie (?:kann|können|könn|geht|funktioniert|mache?)\b|\bwomit\b|\bwohin\b",
    "french": r"\bquel(?:le)?s\b|\bque\b|\bquoi\b|\bcomment\b|\boù\b|qu['’]est-ce",
    "spanish": r"\bqué\b|\bcuáles\b|\bcómo\b|\bdónde\b",
    "italian": r"\bquali\b|\b(?:che )?cosa\b|\bcome\b|\bdove\b",
    "portuguese": r"\bquais\b|\b(?:o )?que\b|\bcomo\b|\bonde\b",
    "dutch": r"\bwelke\b|\bwat\b|\bhoe (?:kan|moet|werkt|doe)\b|\bwaar\b",
}
_ASKS_SEVERAL = {language: re.compile(words, re.IGNORECASE) for language, words in _SEVERAL.items()}
_ONE_THING = re.compile(r"\bhow (?:much|many|long|often|soon|far|old)\b|\bwhat time\b|\bwhen\b", re.IGNORECASE)
_COLUMNS = (  # (asks for it, is the name of a column that holds it)
    (
        r"\bhow (?:much|expensive)\b|\b(?:costs?|prices?|fees?|charges?)\b|\bwie ?viel|\b(?:kostet|kosten|preise?)\b"
        r"|\bcombien\b|\bprix\b|\bcuesta|\bprecios?\b|\bcosta\b|\bprezz[oi]\b|\bcusta\b|\bpreços?\b|\bhoeveel\b|\bkost\b",
        r"\b(?:price|cost|fee|rate|charge|preis|kosten|prix|tarif|precio|prezzo|preço|prijs)",
    ),
    (r"\bhow long\b|\bhow many (?:hours|days)\b", r"\b(?:length|duration|takes|days|hours|minutes)\b|\btime$"),
    (r"\bwhen\b|\bwhat time\b", r"\b(?:starts?|begins?|time|date|day|departs?|departure|opens?|hours)\b"),
)
_ASKED_COLUMNS = tuple((re.compile(asks, re.IGNORECASE), re.compile(names, re.IGNORECASE)) for asks, names in _COLUMNS)


def without_opening(question: str) -> str:
    """Without what only makes it polite: "Hi, can you tell me if you ship?"."""
    return _OPENING.sub("", question.strip())


def is_yes_no(question: str, language: str = "english") -> bool:
    """Whether "yes" or "no" could be all of the answer: "Do you ship to Norway?", "Liefern Sie nach Norwegen?"."""
    asked = without_opening(question)
    if _OR.search(asked) or _INDIRECT.search(asked):
        return False
    if _AUXILIARY.match(asked) or _WHETHER.search(question.strip().removesuffix(asked)):
        return True
    words = _WORDS.get(language)
    return words is not None and asked.endswith("?") and not words.search(asked)


def asks_several(question: str, language: str = "english") -> bool:
    """Whether several things would answer: "Which cards do you accept?", and every "how do I …?", which has steps."""
    if _ONE_THING.search(question):
        return False
    asks = _ASKS_SEVERAL.get(language)
    return asks is not None and bool(asks.search(question))


def asks_for_column(question: str, column: str) -> bool:
    """Whether a column of that name holds the price, the duration or the time that is asked for."""
    return any(asks.search(question) and names.search(column) for asks, names in _ASKED_COLUMNS)
