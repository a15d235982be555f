"""Which of twelve languages a short text is in: by its letters, else by its commonest words."""

import re
from collections.abc import Mapping, Sequence

_SCRIPTS = (
    ("zh", re.compile(r"[\u4e00-\u9fff]")),
    ("ar", re.compile(r"[\u0600-\u06ff]")),
    ("ru", re.compile(r"[а-яё]")),
)
_WORDS = {
    "en": "the a is are do does what how can i you of for to in and my it have when where which who"
    " not are at on by with we they be or as from all within",
    "de": "der die das ist ein eine und ich sie wie was kann mit für von zu wo wann es haben nicht auf welche"
    " in den dem gibt ja nein bei im sind wir aus",
    "fr": "le la les est un une et je vous comment que quel quelle pour de des avec où quand combien avez puis ce"
    " en dans sur sont nous pas au aux par se",
    "es": "el la los es un una y qué cómo cuál para de con dónde cuándo cuánto puedo tiene por en está hay"
    " en se no son su nos al lo",
    "it": "il lo gli è un una e che come quale per di con dove quando quanto posso avete sono della del si"
    " in nel al da non si ci le",
    "pt": "o os é um uma e que como qual para de com onde quando quanto posso tem vocês são da do não em"
    " no na se por são nos",
    "nl": "de het een is en ik je hoe wat kan met voor van te waar wanneer welke hebben jullie niet op zijn"
    " in wij ze aan bij",
    "pl": "jest czy jak co i w na z do się ile kiedy gdzie mogę który która nie to są dla macie od po za że tak",
    "tr": "bir ne nasıl mı mi mu var için ve bu kadar nerede hangi kaç ile misiniz da de olan zaman",
}
_MORE_WORDS = {  # of texts that ask nothing
    "en": "was were his her its that this has had been but an more than also their these will can our you your may",
    "de": "des sich auch nach wird werden wurde einen einem einer oder aber dass war nur noch über sowie ihre unsere",
    "fr": "du qui plus ou été cette ces ses leur il elle mais être fait sans sous entre depuis votre notre",
    "es": "las del que una y e o se con su más como fue sus pero entre también desde hasta sin sobre este esta",
    "it": "i la dei delle degli nella con anche più dal dalla alla fra tra ma ed sia questo questa nostro sul",
    "pt": "as dos das que com mais foi ao à às pelo pela seu sua mas entre até sem sobre este esta nosso",
    "nl": "dat ook door wordt worden werd deze naar om maar dan nog over onze uw tot uit onder",
    "pl": "przez oraz jego był była być lub także jako tym tego ich ale przy bez nasz",
    "tr": "olarak çok daha sonra ise gibi her ya veya en olduğu göre tarafından",
}
CLEAR_WORDS = 2
_VOCABULARY = {language: frozenset(words.split()) for language, words in _WORDS.items()}
_PROSE = {language: known | frozenset(_MORE_WORDS[language].split()) for language, known in _VOCABULARY.items()}


def language_of(text: str, otherwise: str = "en") -> str:
    """Its code; `otherwise` when nothing tells."""
    plain = text.casefold()
    for language, script in _SCRIPTS:
        if script.search(plain):
            return language
    counts = _count(plain, _VOCABULARY)
    best = max(counts, key=lambda language: (counts[language], language == otherwise))
    return best if counts[best] else otherwise


def language_of_prose(text: str) -> str:
    """Of those that have words here: only where its words are plain to see, else English."""
    counts = _count(text, _PROSE)
    best = max(counts, key=lambda language: counts[language])
    return best if counts[best] >= max(CLEAR_WORDS, 2 * counts["en"]) else "en"


def likeliest(text: str, languages: Sequence[str]) -> str:
    """Which of these, of those that have words here, a text is in; the first when nothing tells."""
    counts = _count(text, _PROSE)
    return max(languages, key=lambda language: counts[language])


def _count(text: str, vocabulary: Mapping[str, frozenset[str]]) -> dict[str, int]:
    words = re.findall(r"[^\W\d_]+", text.casefold())
    return {language: sum(word in known for word in words) for language, known in vocabulary.items()}
