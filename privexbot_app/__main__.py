"""`python -m privexbot_app`: see cli."""

from privexbot_app.cli import main

main()
