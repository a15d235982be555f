"""The messages that a chatbot says before it is asked: the first whose conditions hold is shown."""

from uuid import UUID

from sqlmodel import Session

from privexbot_app import security
from privexbot_app.db import transaction
from privexbot_app.errors import Conflict, NotFound
from privexbot_app.services.accounts import Viewer
from privexbot_app.services.widget_rules import MOST_RULES, Rule, RuleForm
from privexbot_app.services.widget_settings import keep_widget, lock_widget, widget_of

ID_LETTERS = 6


@transaction
def add_rule(session: Session, viewer: Viewer, chatbot_id: UUID, form: RuleForm) -> Rule:
    """Behind the others. Raises Conflict when there are too many, NotFound and Forbidden."""
    chatbot = lock_widget(session, viewer, chatbot_id)
    rules = widget_of(chatbot).rules
    if len(rules) >= MOST_RULES:
        raise Conflict(f"A chatbot may have {MOST_RULES} messages.")
    added = Rule(id=security.random_letters(ID_LETTERS), **form.model_dump())
    keep_widget(session, viewer, chatbot, rules=[*rules, added])
    return added


@transaction
def edit_rule(session: Session, viewer: Viewer, chatbot_id: UUID, rule_id: str, form: RuleForm) -> None:
    """In its place. Another text is another message: visitors who have seen the old one see it. Raises NotFound."""
    chatbot = lock_widget(session, viewer, chatbot_id)
    rules = list(widget_of(chatbot).rules)
    at = _place(rules, rule_id)
    new_id = rule_id if rules[at].text == form.text else security.random_letters(ID_LETTERS)
    rules[at] = Rule(id=new_id, **form.model_dump())
    keep_widget(session, viewer, chatbot, rules=rules)


@transaction
def delete_rule(session: Session, viewer: Viewer, chatbot_id: UUID, rule_id: str) -> None:
    """Raises NotFound and Forbidden."""
    chatbot = lock_widget(session, viewer, chatbot_id)
    rules = list(widget_of(chatbot).rules)
    del rules[_place(rules, rule_id)]
    keep_widget(session, viewer, chatbot, rules=rules)


@transaction
def move_rule(session: Session, viewer: Viewer, chatbot_id: UUID, rule_id: str, by: int) -> None:
    """Up (-1) or down (1); at either end it stays. Raises NotFound and Forbidden."""
    chatbot = lock_widget(session, viewer, chatbot_id)
    rules = list(widget_of(chatbot).rules)
    rule = rules.pop(at := _place(rules, rule_id))
    rules.insert(max(0, at + by), rule)
    keep_widget(session, viewer, chatbot, rules=rules)


def _place(rules: list[Rule], rule_id: str) -> int:
    for at, rule in enumerate(rules):
        if rule.id == rule_id:
            return at
    raise NotFound("There is no such message.")
