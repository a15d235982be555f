"""Where a text holds an e-mail address, a phone number, a payment card or an IBAN; numbers of orders are none of them.

Cards and IBANs have check digits. A phone number has none, so it must look like one (a country code, or groups of
digits that nothing else is written in) or be called one by the words before it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

LONGEST = 450  # characters of a detail
KINDS = ("EMAIL", "IBAN", "CARD", "PHONE", "LITERAL")


@dataclass(frozen=True)
class Detail:
    """One of `KINDS`, as it is written, and where."""

    kind: str
    start: int
    text: str


_LITERAL = re.compile(rf"<(?:{'|'.join(KINDS)})_\d{{1,9}}>")
_EMAIL = re.compile(r"(?<![\w.+-])[\w+-][\w.+'-]{0,63}@(?:[\w-]{1,63}\.){1,5}[^\W\d_]{2,24}(?![\w-])")

# SWIFT's registry of IBANs: the length of each country's
_LENGTHS = """15:NO 16:BE 18:DK FI FO GL NL SD FK 19:MK SI 20:AT BA EE KZ LT LU MN XK 21:CH CR HR LI LV
22:BG BH DE GB GE IE ME RS VA 23:AE GI IL IQ OM SO TL 24:AD CZ ES MD PK RO SA SE SK TN VG 25:LY PT ST 26:IS TR
27:BI DJ FR GR IT MC MR SM 28:AL AZ BY CY DO GT HU LB NI PL SV 29:BR EG PS QA UA 30:JO KW MU YE 31:MT SC 32:LC 33:RU"""
IBAN_LENGTHS = {
    country: int(length)
    for length, countries in re.findall(r"(\d+):((?:[A-Z]{2}\s*)+)", _LENGTHS)
    for country in countries.split()
}
_IBAN = re.compile(r"(?<![^\W_])(?=([A-Za-z]{2}\d{2}(?:[ -]?[A-Za-z0-9]){11,30}))")

_CARD = re.compile(r"(?<![\w#+.,/=-])(?=(\d(?:[ -]?\d){12,18}))")
_CARD_END = re.compile(r"(?![\w/=]|[.,-]\d)")
_ISSUED = re.compile(  # the lengths and beginnings that the large networks give out
    r"4\d{12}|4\d{15}|4\d{18}|(?:5[1-5]\d\d|222[1-9]|22[3-9]\d|2[3-6]\d\d|27[01]\d|2720)\d{12}|3[47]\d{13}"
    r"|3(?:0[0-5]|[689]\d)\d{11}|(?:6011|64[4-9]\d|65\d\d)\d{12}|35(?:2[89]|[3-8]\d)\d{12}|62\d{14,17}"
)

_EDGE, _END = r"(?<![\w#+.,:/=@$€£¥%-])", r"(?![\w/=%@€$£¥]|[.,:-]\d)"
_FIRST = rf"{_EDGE}(?<!\d[ -])"  # digits after digits are the rest of another number
_CALLED = re.compile(
    r"\b(?:tele?phone|phone|tel|mobile|mobil|handy|cell|call|text|sms|whats ?app|fax|ring|reach|tél|téléphone"
    r"|telefon\w*|teléfono|rappel\w*|appel\w*|llam\w+|anruf\w*|zurückruf\w*|contact)\b[^\d\n]{0,24}$",
    re.IGNORECASE,
)
_NUMBERED = re.compile(
    r"(?:\b(?:order|invoice|tracking|ticket|item|article|customer|serial|model|part|reference|ref|sku|ean|isbn|gtin|upc"
    r"|imei|bestell\w*|rechnung\w*|auftrag\w*|kunden\w*|commande|facture|pedido|factura|id|code|version)\b"
    r"[^\d\n]{0,12}|#\s?)$",
    re.IGNORECASE,
)
_PHONES = (
    rf"{_EDGE}\(?(?:\+|{_FIRST}00)[1-9](?:[ ./()-]{{0,2}}\d){{7,14}}{_END}",  # +44 20 7946 0000, 0049 …
    rf"{_EDGE}(?:\+?1[ .-]?)?\(\d{{3}}\) ?\d{{3}}[ .-]\d{{4}}{_END}",  # (555) 010-9999
    rf"{_FIRST}(?:1[ .-])?[2-9]\d{{2}}([ .-])[2-9]\d{{2}}\1\d{{4}}{_END}",  # 555-210-9999
    rf"(?:{_EDGE}\(|{_FIRST})0[1-9]\d{{0,4}}\)?(?:[ /-]{{1,3}}\d{{2,8}}){{1,5}}{_END}",  # 020 7946 0000, 030/901820
    rf"{_FIRST}0[1-9](?:\.\d\d){{4}}{_END}",  # 01.42.68.53.00
    rf"{_FIRST}0[1-9]\d{{8,9}}{_END}",  # 07911123456
)
_PHONE = re.compile("|".join(f"(?:{form})" for form in (part.replace(r"\1", "[ .-]") for part in _PHONES)))
_ANY_NUMBER = re.compile(rf"{_FIRST}\(?\d(?:[ .()/-]{{0,2}}\d){{5,14}}{_END}")
_DATE = re.compile(r"\d{1,2}([./-])\d{1,2}\1\d{2,4}|\d{4}[./-]\d{1,2}[./-]\d{1,2}.*")
_LIST = re.compile(r"(?:[1-9]\d? ){3,}\d{1,2}")  # of sizes


def find_details(text: str) -> list[Detail]:
    """In the order in which they stand; where two overlap, the one that is more certain."""
    taken: list[Detail] = []
    for found in (*_literals(text), *_ibans(text), *_cards(text), *_emails(text), *_phones(text)):
        if not any(_overlap(found, other) for other in taken):
            taken.append(found)
    return sorted(taken, key=lambda detail: detail.start)


def cut_whole(text: str, characters: int) -> str:
    """The beginning, at most so long, that ends before a detail rather than within it: half of one is not found."""
    if len(text) <= characters:
        return text
    found = find_details(text[: characters + LONGEST])
    halved = (detail.start for detail in found if detail.start < characters < detail.start + len(detail.text))
    return text[: min(halved, default=characters)]


def is_card(digits: str) -> bool:
    """Of a length and beginning that are given out, and Luhn's check digit is right (ISO/IEC 7812-1)."""
    doubled = [int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(digits))]
    return bool(_ISSUED.fullmatch(digits)) and sum(sum(divmod(value, 10)) for value in doubled) % 10 == 0


def is_iban(written: str) -> bool:
    """Of its country's length, and 1 modulo 97 (ISO 13616)."""
    if len(written) != IBAN_LENGTHS.get(written[:2]):
        return False
    return int("".join(str(int(sign, 36)) for sign in written[4:] + written[:4])) % 97 == 1


def _literals(text: str) -> Iterator[Detail]:
    return (Detail("LITERAL", found.start(), found[0]) for found in _LITERAL.finditer(text))


def _emails(text: str) -> Iterator[Detail]:
    return (Detail("EMAIL", found.start(), found[0]) for found in _EMAIL.finditer(text))


def _ibans(text: str) -> Iterator[Detail]:
    """The words after an IBAN look like more of it: its country says where it ends."""
    for found in _IBAN.finditer(text):
        written = _first_signs(found[1], IBAN_LENGTHS.get(found[1][:2].upper(), 0))
        follows = text[found.start() + len(written) :][:1]
        if is_iban(re.sub(r"[ -]", "", written).upper()) and not follows.isalnum():
            yield Detail("IBAN", found.start(), written)


def _first_signs(text: str, count: int) -> str:
    """The beginning of the text that holds so many letters and digits."""
    ends = [place for place, sign in enumerate(text, 1) if sign.isalnum()]
    return text[: ends[count - 1]] if 0 < count <= len(ends) else ""


def _cards(text: str) -> Iterator[Detail]:
    """The longest number that is one: a security code may stand right behind it."""
    for found in _CARD.finditer(text):
        for length in range(19, 12, -1):
            written = _first_signs(found[1], length)
            is_whole = _CARD_END.match(text, found.start() + len(written))
            if is_whole and is_card(re.sub(r"[ -]", "", written)):
                yield Detail("CARD", found.start(), written)
                break


def _phones(text: str) -> Iterator[Detail]:
    for found in _PHONE.finditer(text):
        before = text[max(0, found.start() - 40) : found.start()]
        if _is_long_enough(found[0]) and not _NUMBERED.search(before) and not _DATE.fullmatch(found[0]):
            yield Detail("PHONE", found.start(), found[0])
    for found in _ANY_NUMBER.finditer(text):
        before = text[max(0, found.start() - 40) : found.start()]
        if _CALLED.search(before) and not (_DATE.fullmatch(found[0]) or _LIST.fullmatch(found[0])):
            yield Detail("PHONE", found.start(), found[0])


def _is_long_enough(number: str) -> bool:
    return sum(sign.isdigit() for sign in number) >= 8


def _overlap(one: Detail, other: Detail) -> bool:
    return one.start < other.start + len(other.text) and other.start < one.start + len(one.text)
