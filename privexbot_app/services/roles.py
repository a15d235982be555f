"""What a role may do, in one place."""

from privexbot_app.errors import Forbidden
from privexbot_app.models import Role
from privexbot_app.services.accounts import Viewer

EDITORS = frozenset({Role.OWNER, Role.ADMIN, Role.EDITOR})


def require_editor(viewer: Viewer) -> None:
    """Raises Forbidden for those who may only look."""
    if viewer.role not in EDITORS:
        raise Forbidden("Your role in this workspace may look, but not change anything.")
