"""Prices, days, addresses and schema.org's words for the state of things, as people write them."""

import re
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from privexbot_app.rag.facts import told_day
from privexbot_app.rag.parse.linked_nodes import Thing, last_part

MOST_PRICE = Decimal(10) ** 12

_WITHOUT_CENTS = frozenset(("CLP", "ISK", "JPY", "KRW", "PYG", "RWF", "UGX", "VND", "XAF", "XOF", "XPF"))
_CURRENCY = re.compile(r"[A-Z]{3}|\W")  # ISO 4217, or a sign
_DAY = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})")
_OPTIONS = {
    "InStock": "in stock",
    "OutOfStock": "out of stock",
    "SoldOut": "sold out",
    "PreOrder": "can be ordered in advance",
    "PreSale": "can be ordered in advance",
    "BackOrder": "can be ordered, and comes later",
    "LimitedAvailability": "only a few left",
    "InStoreOnly": "only in the shop",
    "OnlineOnly": "only online",
    "Discontinued": "no longer made",
    "MadeToOrder": "made to order",
    "EventScheduled": "",  # nothing that one would not think
    "EventCancelled": "cancelled",
    "EventPostponed": "postponed",
    "EventRescheduled": "has a new date",
    "EventMovedOnline": "moved online",
}


def option_of(name: str) -> str:
    """ "https://schema.org/InStock" → "in stock"; a word that is not known is taken apart."""
    if not name:
        return ""
    word = last_part(name) if re.match(r"(https?://)?schema\b|schema:", name) else name
    known = next((said for option, said in _OPTIONS.items() if option.lower() == word.lower()), None)
    return " ".join(re.findall(r"[A-Z]?[^A-Z]+|[A-Z]+", word)).lower() if known is None else known


def price_of(offer: Thing) -> str:
    """ "89.00 USD", "from 10.00 to 20.00 USD" for a range; empty where none is stated."""
    sources = [offer, *offer.things("priceSpecification")]
    currency = next((said for one in sources if (said := one.text("priceCurrency"))), "")
    low, high = offer.text("lowPrice"), offer.text("highPrice")
    if low and high and _amount(low, currency) != _amount(high, currency):
        return f"from {_amount(low, currency)} to {_money(high, currency)}"
    single = next((said for one in sources if (said := one.text("price"))), low or high)
    return _money(single, currency) if single else ""


def day_of(text: str) -> date | None:
    """The day of a date, or of a date with a time; None for what is none."""
    found = _DAY.match(text)
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None


def moment_of(text: str) -> str:
    """ "24 December 2026, 19:30", as the clock shows it there; what is no date stays as it is written."""
    if not (day := day_of(text)):
        return text
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return told_day(day)
    return f"{told_day(day)}, {moment:%H:%M}" if "T" in text or ":" in text else told_day(day)


def address_of(thing: Thing) -> str:
    """On one line; the first of several."""
    parts = ("streetAddress", "postOfficeBoxNumber", "addressLocality", "addressRegion", "postalCode", "addressCountry")
    for address in thing.things("address"):
        return ", ".join(filter(None, (address.text(part) for part in parts)))
    return next(iter(thing.texts("address")), "")


def _money(price: str, currency: str) -> str:
    code = currency.strip().upper()
    return " ".join(filter(None, (_amount(price, currency), code if _CURRENCY.fullmatch(code) else "")))


def _amount(price: str, currency: str) -> str:
    """With cents where the currency has them; what is no plain number stays as it is written."""
    try:
        amount = Decimal(price)
    except InvalidOperation:
        return price
    if not amount.is_finite() or not 0 <= amount < MOST_PRICE:
        return price
    if currency.strip().upper() in _WITHOUT_CENTS and amount == amount.to_integral_value():
        return f"{amount:.0f}"
    return f"{amount:.2f}" if amount == round(amount, 2) else f"{amount.normalize():f}"
