"""The form for contact details, as the owner makes it: its fields, and when visitors see it."""

from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, model_validator
from sqlmodel import Session

from privexbot_app.db import reading, transaction
from privexbot_app.models import Chatbot, ChatbotState
from privexbot_app.services.accounts import Viewer
from privexbot_app.services.roles import require_editor
from privexbot_app.services.task_shapes import FieldShape, Task, drawn
from privexbot_app.services.versions import keep_version
from privexbot_app.store import chatbots as store

CONSENT = "consent"
PATH = "/leads"
MOST_FIELDS = 12
MOST_CHOICES = 30
FieldType = Literal["text", "email", "tel", "select", "checkbox", "textarea"]
Text = Annotated[str, Field(min_length=1, max_length=80)]
# Our own words in a form that the owner has not changed: these are said in the visitor's language.
TITLE = "Leave your details"
TRANSLATED = {TITLE: "task_lead_title", "Name": "task_lead_name", "E-mail": "task_lead_email"}


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, str_strip_whitespace=True)


class LeadField(_Part):
    """`name` stands in the API and in what is kept; visitors read the label, and `help` below it."""

    name: str = Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")
    label: Text
    type: FieldType = "text"
    required: bool = True
    choices: list[Text] = Field(default=[], max_length=MOST_CHOICES)
    help: str = Field("", max_length=200)

    @model_validator(mode="after")
    def _has_choices(self) -> Self:
        if self.type == "select" and not self.choices:
            raise ValueError("Give at least one choice.")
        return self

    def shape(self, words: dict[str, str]) -> FieldShape:
        """As the widget draws it."""
        shape = FieldShape(name=self.name, label=_said(self.label, words), type=self.type, required=self.required)
        if self.type == "select":
            shape["choices"] = self.choices
        if self.help:
            shape["help"] = self.help
        return shape


class LeadOccasions(_Part):
    """Before the first question, after so many messages of the visitor (0: never), without an answer, to a person."""

    before: bool = False
    after: int = Field(0, ge=0, le=50)
    unanswered: bool = True
    handoff: bool = True


class LeadForm(_Part):
    """`consent` is the sentence that a visitor has to agree to; empty for none."""

    title: str = Field(TITLE, max_length=120)
    fields: list[LeadField] = Field(default=[], max_length=MOST_FIELDS)
    consent: str | None = Field(None, max_length=500)
    when: LeadOccasions = LeadOccasions()
    can_skip: bool = True

    @model_validator(mode="after")
    def _names_are_unique(self) -> Self:
        names = [field.name for field in self.fields]
        if len(set(names)) < len(names) or CONSENT in names:
            raise ValueError("Two fields have the same name.")
        return self


class LeadTask(Task):
    """The form, and when the widget shows it."""

    when: dict[str, bool | int]


def lead_form_of(chatbot: Chatbot) -> LeadForm:
    """As the owner made it."""
    return LeadForm.model_validate(chatbot.lead_form)


def lead_task(form: LeadForm, words: dict[str, str]) -> LeadTask | None:
    """None for a form that is never shown; `words` are the widget's texts in the visitor's language."""
    if not form.fields or not any(form.when.model_dump().values()):
        return None
    fields = [field.shape(words) for field in form.fields]
    if form.consent:
        fields.append(FieldShape(name=CONSENT, label=form.consent, type="checkbox", required=True))
    return LeadTask(
        label="",
        path=PATH,
        method="POST",
        title=_said(form.title, words) or words["leadOffer"],
        fields=[drawn(field) for field in fields],
        go=words["leadSend"],
        no=words["leadSkip"] if form.can_skip else "",
        thanks=words["leadThanks"],
        file="",
        when=form.when.model_dump(),
    )


def _said(text: str, words: dict[str, str]) -> str:
    return words[TRANSLATED[text]] if text in TRANSLATED else text


@reading
def get_lead_form(session: Session, viewer: Viewer, chatbot_id: UUID) -> LeadForm:
    """Raises NotFound for a chatbot the viewer cannot see."""
    return lead_form_of(store.get_chatbot(session, viewer.scope, chatbot_id))


@transaction
def set_lead_form(session: Session, viewer: Viewer, chatbot_id: UUID, form: LeadForm) -> None:
    """Visitors get it at their next look. Leads that were left stay as they are. Raises NotFound and Forbidden."""
    require_editor(viewer)
    chatbot = store.get_chatbot(session, viewer.scope, chatbot_id)
    chatbot.lead_form = form.model_dump(mode="json")
    if chatbot.state is ChatbotState.LIVE:
        keep_version(session, viewer, chatbot, "Changed while live")
