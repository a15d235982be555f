"""The style sheet as text: the build puts the minified `style.css` in this place."""

STYLE: str = ""
