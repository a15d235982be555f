"""Every page can be drawn: wrong properties and mistaken variables show here, without Node."""

ROUTES = {
    "index",
    "404",
    "sign-up",
    "sign-in",
    "chatbots",
    "chatbots/[chatbot_id]",
    "chatbots/[chatbot_id]/knowledge",
    "chatbots/[chatbot_id]/knowledge/answers",
    "chatbots/[chatbot_id]/actions",
    "chatbots/[chatbot_id]/improve",
    "chatbots/[chatbot_id]/improve/tests",
    "chatbots/[chatbot_id]/deploy/versions",
    "chatbots/[chatbot_id]/playground",
    "chatbots/[chatbot_id]/conversations",
    "chatbots/[chatbot_id]/conversations/[conversation_id]",
    "chatbots/[chatbot_id]/leads",
    "chatbots/[chatbot_id]/privacy",
    "chatbots/[chatbot_id]/settings",
    "chatbots/[chatbot_id]/settings/handover",
    "chatbots/[chatbot_id]/settings/appearance",
    "chatbots/[chatbot_id]/settings/behaviour",
    "chatbots/[chatbot_id]/settings/messages",
    "chatbots/[chatbot_id]/settings/lead-form",
    "chatbots/[chatbot_id]/settings/visitors",
    "inbox",
    "people",
    "chatbots/[chatbot_id]/deploy",
    "models",
    "usage",
}


def test_these_pages_exist_and_can_be_drawn(app):
    assert set(app._unevaluated_pages) >= ROUTES

    for route in ROUTES:
        app._compile_page(route, save_page=False)


def test_every_page_has_a_title_of_its_own(app):
    titles = [app._unevaluated_pages[route].title for route in ROUTES]

    assert len(set(titles)) == len(ROUTES)
    assert all(title.endswith("· PrivexBot") for title in titles)


def test_nothing_of_the_dashboard_renders_html_from_data():
    from tests.conftest import ROOT

    wrong = [file for file in (ROOT / "privexbot_app" / "ui").rglob("*.py") if "rx.html(" in file.read_text()]

    assert not wrong
