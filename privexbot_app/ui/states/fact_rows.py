"""Who a visitor is and what their page told, a line each."""

from dataclasses import dataclass

from privexbot_app.services.inbox import Who


@dataclass(frozen=True)
class FactRow:
    """One thing that is known about a visitor or their page."""

    label: str
    text: str


def fact_rows(who: Who, context: dict[str, str]) -> list[FactRow]:
    """Who the visitor is comes first, and whether that is more than a page's word."""
    proof = "" if not who.external_id else "Signed by your server" if who.is_verified else "Not proven"
    named = [("Name", who.name), ("E-mail", who.email), ("Id", who.external_id), ("Identity", proof)]
    return [FactRow(label, text) for label, text in [*named, *context.items()] if text]
