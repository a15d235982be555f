"""The style sheet, made once: the build fills it with the minified `style.css`, as the script's first words."""

from widget_py.browser import CSSStyleSheet

STYLE = CSSStyleSheet()
