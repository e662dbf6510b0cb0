# Two images: `web`, and `worker` for beat, control, capture, ocr and the arena.
#   make image            both, tagged by the git commit
#   docker build --target web --tag rotisserie-web .
# The bases may be any with Python 3.11 and pip (or npm), Debian's way of installing packages, and no other demands.
ARG PYTHON_IMAGE=python:3.11-slim-bookworm
ARG NODE_IMAGE=node:22-bookworm-slim


FROM ${NODE_IMAGE} AS node
ARG NPM_CONFIG_REGISTRY
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
RUN npm ci --no-audit --no-fund --ignore-scripts
# Of eighty megabytes two scripts and the typefaces' Latin letters are used.
RUN mkdir /kept \
    && cp --parents node_modules/hls.js/dist/hls.light.min.mjs node_modules/hls.js/dist/hls.min.mjs \
        node_modules/@fontsource/*/files/*-latin-*-normal.woff2 /kept/
COPY requirements/bundle.sh requirements/
COPY webapp/static webapp/static
RUN requirements/bundle.sh


# Of a hundred languages the site speaks one.
FROM ${PYTHON_IMAGE} AS web-packages
ARG PIP_INDEX_URL
ARG PIP_EXTRA_INDEX_URL
COPY requirements/web.txt /build/
RUN python3 -m venv --without-pip /opt/venv \
    && python3 -m pip --python /opt/venv/bin/python install --no-cache-dir --disable-pip-version-check \
        --only-binary :all: --require-hashes --requirement /build/web.txt \
    && find /opt/venv -type d -name LC_MESSAGES ! -path '*/en/*' -prune -exec rm -r {} +


FROM ${PYTHON_IMAGE} AS worker-packages
ARG PIP_INDEX_URL
ARG PIP_EXTRA_INDEX_URL
COPY requirements/workers.txt requirements/arena.txt /build/
RUN python3 -m venv --without-pip /opt/venv \
    && python3 -m pip --python /opt/venv/bin/python install --no-cache-dir --disable-pip-version-check \
        --only-binary :all: --require-hashes --requirement /build/workers.txt --requirement /build/arena.txt \
    && find /opt/venv -type d -name LC_MESSAGES ! -path '*/en/*' -prune -exec rm -r {} +


# Style sheets and scripts, compressed once instead of for each viewer.
FROM web-packages AS static
WORKDIR /app
COPY requirements/static.txt /build/
RUN python3 -m pip --python /opt/venv/bin/python install --no-cache-dir --disable-pip-version-check \
        --only-binary :all: --require-hashes --requirement /build/static.txt
COPY manage.py ./
COPY scoreboard scoreboard
COPY webapp webapp
COPY --from=node /kept/node_modules node_modules
COPY --from=node /build/webapp/bundle webapp/bundle
RUN SECRET_KEY=only-for-this-step /opt/venv/bin/python manage.py collectstatic --noinput


FROM ${PYTHON_IMAGE} AS base
ARG COMMIT=unknown
ARG VERSION=unknown
LABEL org.opencontainers.image.title="Rotisserie" \
      org.opencontainers.image.description="Always shows the live battle-royale match that is closest to its finish." \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${COMMIT}"
ENV PATH=/opt/venv/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    COMMIT=${COMMIT} \
    HOME=/tmp \
    XDG_CACHE_HOME=/tmp/cache
RUN groupadd --gid 10001 rotisserie \
    && useradd --uid 10001 --gid 10001 --home-dir /tmp --no-create-home --shell /usr/sbin/nologin rotisserie
WORKDIR /app
STOPSIGNAL SIGTERM


FROM base AS web
COPY --from=web-packages /opt/venv /opt/venv
COPY manage.py ./
COPY scoreboard scoreboard
COPY webapp webapp
COPY --from=static /app/staticfiles staticfiles
RUN python -m compileall -q manage.py scoreboard webapp
USER 10001:10001
EXPOSE 8000
CMD ["uvicorn", "webapp.asgi:application", "--host", "", "--port", "8000", "--log-level", "warning", "--no-server-header", "--timeout-graceful-shutdown", "20"]


FROM base AS worker
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install --yes --no-install-recommends tesseract-ocr \
    && rm -rf /var/lib/apt/lists/* /var/cache/apt/* \
    && install --directory --owner 10001 --group 10001 /library
COPY --from=worker-packages /opt/venv /opt/venv
COPY scoreboard scoreboard
COPY workers workers
COPY arena arena
COPY --from=node /kept/node_modules/@fontsource node_modules/@fontsource
RUN python -m compileall -q scoreboard workers arena
USER 10001:10001
CMD ["celery", "--quiet", "-A", "workers.tasks", "worker", "--loglevel", "INFO", "--without-gossip", "--without-mingle", "--queues", "ocr", "--pool", "solo", "--hostname", "ocr@%h"]
