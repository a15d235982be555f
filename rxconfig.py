"""What Reflex reads first, when the pages are built and when they are served."""

import reflex as rx
from reflex.constants import StateManagerMode
from reflex.environment import environment
from reflex.plugins.sitemap import SitemapPlugin

from privexbot_app.settings import settings
from privexbot_app.ui.build_plugins import DevProxyPlugin, SameOriginPlugin
from privexbot_app.ui.theme import THEME

environment.REFLEX_OPLOCK_ENABLED.set(bool(settings().redis_url))

config = rx.Config(
    app_name="privexbot_app",
    show_built_with_reflex=False,
    telemetry_enabled=False,
    cors_allowed_origins=[],
    trusted_proxy_hops=settings().trusted_proxy_hops,
    redis_url=settings().redis_url or None,
    state_manager_mode=StateManagerMode.REDIS if settings().redis_url else StateManagerMode.MEMORY,
    plugins=[rx.plugins.RadixThemesPlugin(theme=THEME), SameOriginPlugin(), DevProxyPlugin()],
    disable_plugins=[SitemapPlugin],
)
