# One image for every role: web, worker, beat, migrate (the container's command, see docker-entry).
FROM python:3.11-slim AS build
WORKDIR /app
ENV PYTHONDONTWRITEBYTECODE=1 PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
COPY requirements.txt requirements-dev.txt ./
COPY webox/lib/bootstrap.py webox/lib/
# The same installer as on a laptop: a pinned uv, every file checked against its hash.
RUN python webox/lib/bootstrap.py && rm -rf .venv/uv ~/.cache
COPY . .
# The manifest of static files is part of the image; the key and folder serve this step only.
RUN SECRET_KEY=build WEBOX_DATA_DIR=/tmp/build .venv/bin/python manage.py collectstatic --no-input

FROM python:3.11-slim
RUN useradd --system --create-home --uid 10001 webox && mkdir /data && chown webox /data
WORKDIR /app
COPY --from=build /app /app
ENV PATH=/app/.venv/bin:$PATH PYTHONUNBUFFERED=1 WEBOX_DATA_DIR=/data HOST=0.0.0.0 PORT=8000
USER webox
VOLUME /data
EXPOSE 8000
# Only the web role answers HTTP; compose.yaml gives the others a check of their own.
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s CMD ["./docker-entry", "health"]
ENTRYPOINT ["./docker-entry"]
CMD ["web"]
