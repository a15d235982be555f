"""The pages: each entry adds one to the app."""

from privexbot_app.ui.pages.actions import add_actions
from privexbot_app.ui.pages.answers import add_answers
from privexbot_app.ui.pages.appearance import add_appearance
from privexbot_app.ui.pages.behaviour import add_behaviour
from privexbot_app.ui.pages.chatbots import add_chatbots
from privexbot_app.ui.pages.conflicts import add_conflicts
from privexbot_app.ui.pages.conversations import add_conversations, add_inbox, add_thread
from privexbot_app.ui.pages.coverage import add_coverage
from privexbot_app.ui.pages.deploy import add_deploy
from privexbot_app.ui.pages.documents import add_document, add_documents
from privexbot_app.ui.pages.embedding import add_embedding
from privexbot_app.ui.pages.handover import add_handover
from privexbot_app.ui.pages.improve import add_improve
from privexbot_app.ui.pages.knowledge import add_knowledge
from privexbot_app.ui.pages.knowledge_bases import add_knowledge_bases
from privexbot_app.ui.pages.landing import add_landing
from privexbot_app.ui.pages.lead_form import add_lead_form
from privexbot_app.ui.pages.leads import add_leads
from privexbot_app.ui.pages.missing import add_missing
from privexbot_app.ui.pages.models import add_models
from privexbot_app.ui.pages.overview import add_overview
from privexbot_app.ui.pages.people import add_people
from privexbot_app.ui.pages.playground import add_playground
from privexbot_app.ui.pages.privacy import add_privacy
from privexbot_app.ui.pages.receipts import add_receipt
from privexbot_app.ui.pages.rules import add_rules
from privexbot_app.ui.pages.search_trial import add_search_trial
from privexbot_app.ui.pages.settings import add_settings
from privexbot_app.ui.pages.sign import add_sign_in, add_sign_up
from privexbot_app.ui.pages.site import add_site
from privexbot_app.ui.pages.test_set import add_test_set
from privexbot_app.ui.pages.texts import add_texts
from privexbot_app.ui.pages.usage import add_usage
from privexbot_app.ui.pages.versions import add_versions
from privexbot_app.ui.pages.visitors import add_visitors

ALL = (
    add_landing,
    add_sign_up,
    add_sign_in,
    add_chatbots,
    add_overview,
    add_knowledge,
    add_site,
    add_answers,
    add_documents,
    add_document,
    add_search_trial,
    add_coverage,
    add_conflicts,
    add_actions,
    add_playground,
    add_inbox,
    add_conversations,
    add_thread,
    add_receipt,
    add_improve,
    add_test_set,
    add_leads,
    add_privacy,
    add_settings,
    add_appearance,
    add_behaviour,
    add_rules,
    add_lead_form,
    add_texts,
    add_handover,
    add_visitors,
    add_people,
    add_knowledge_bases,
    add_embedding,
    add_deploy,
    add_models,
    add_usage,
    add_versions,
    add_missing,
)
