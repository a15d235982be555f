"""The pages: each entry adds one to the app."""

from privexbot_app.ui.pages.chatbots import add_chatbots
from privexbot_app.ui.pages.landing import add_landing
from privexbot_app.ui.pages.sign import add_sign_in, add_sign_up

ALL = (add_landing, add_sign_up, add_sign_in, add_chatbots)
