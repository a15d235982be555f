# One image for every kind of process: serve (the default), api, worker, migrate.

# Node and the tools for building stay in this stage.
FROM python:3.11-slim AS build
WORKDIR /app
# npm trusts whom the system trusts; without this only the certificates that Node was made with.
ENV NODE_EXTRA_CA_CERTS=/etc/ssl/certs/ca-certificates.crt
COPY requirements.txt requirements-dev.txt ./
RUN pip install --no-cache-dir --require-hashes -r requirements.txt -r requirements-dev.txt
COPY . .
RUN python -m widget_py.build && python -m privexbot_app.ui.build

FROM python:3.11-slim
WORKDIR /app
RUN useradd --uid 10001 --home-dir /data --no-create-home --shell /usr/sbin/nologin privexbot \
    && install -d -o privexbot -g privexbot /data
COPY requirements.txt ./
RUN pip install --no-cache-dir --require-hashes -r requirements.txt
COPY alembic.ini rxconfig.py ./
COPY alembic alembic
COPY demo_shop demo_shop
COPY privexbot_app privexbot_app
COPY widget_py/__init__.py widget_py/
COPY widget_py/strings widget_py/strings
COPY --from=build /app/assets assets
COPY --from=build /app/frontend frontend
RUN python -m compileall -q alembic demo_shop privexbot_app widget_py rxconfig.py

ENV DATA_DIR=/data HOST=0.0.0.0 PYTHONUNBUFFERED=1
USER privexbot
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s \
    CMD ["python", "-c", "import os, urllib.request as r; r.urlopen(f\"http://127.0.0.1:{os.environ.get('PORT', 8000)}/readyz\", timeout=4)"]
CMD ["python", "-m", "privexbot_app", "serve"]
