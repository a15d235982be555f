"""Whether anybody still looks at a tab: what works for one asks here, and stops for one that is gone."""

from reflex.utils import prerequisites


async def is_connected(client_token: str) -> bool:
    """Whether the tab has an open socket, on this node or another."""
    namespace = prerequisites.get_app().app.event_namespace
    return namespace is not None and await namespace._token_manager.is_token_connected(client_token)
