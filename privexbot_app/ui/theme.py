"""How the dashboard looks: the colours of Radix; what they do not cover is in `assets/dashboard.css`."""

import reflex as rx

THEME = rx.theme(accent_color="iris", gray_color="slate", radius="large", panel_background="solid")
STYLESHEETS = ["/dashboard.css"]
