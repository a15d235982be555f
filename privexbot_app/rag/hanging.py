"""Sentences that cannot stand alone, because they point at what was said before them."""

import re

_POINTS = re.compile(
    r"(?:it|its|they|them|their|this|that|these|those|he|she|his|her|both|such|"  # English
    r"however|therefore|otherwise|instead|then|but|so|also|in that case|if so|for this|for that|after that|"
    r"es|er|sie|dieser?s?|diesen?|jedoch|dann|deshalb|außerdem|danach|dort|beides?|"  # German
    r"ils?|elles?|cel(?:a|ui|les?)|ceux|cependant|ensuite|toutefois|sinon|"  # French
    r"est[aeo]s?|esos?|esas?|sin embargo|además|después|entonces|"  # Spanish
    r"ess[oiae]|quest[oiae]|tuttavia|inoltre|altrimenti|poi|"  # Italian
    r"est[ea]s?|isso|ele|ela|eles|elas|no entanto|além disso|depois|"  # Portuguese
    r"het|dit|dat|deze|die|echter|daarna|anders|ook)\b(?!['’]?-)",  # Dutch
    re.IGNORECASE,
)
_FIRST_WORDS = re.compile(r"^[\"“„«(]?")


def hangs(sentence: str) -> bool:
    """Whether it begins with a pronoun or with a word that links it to the sentence before."""
    return bool(_POINTS.match(_FIRST_WORDS.sub("", sentence)))
