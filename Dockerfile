# The image of web, worker and beat alike: docker-compose.yml says which one a container is.
# The Python of the suite; requirements/runtime.txt pins every file by its hash.
FROM python:3.11-slim-bookworm AS dependencies
COPY requirements/runtime.txt .
RUN python -m venv /venv && /venv/bin/pip install --no-cache-dir --no-compile --only-binary :all: -r runtime.txt

FROM python:3.11-slim-bookworm
RUN useradd --system --uid 10001 --no-create-home gisti_cms && install -d -o gisti_cms -g gisti_cms /data
COPY --from=dependencies /venv /venv
COPY . /app
WORKDIR /app
ENV PATH=/venv/bin:$PATH PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 DATA=/data
USER gisti_cms
VOLUME /data
EXPOSE 8000
CMD ["python", "-m", "granian", "--host", "0.0.0.0", "--port", "8000", "--interface", "wsgi", "--http", "1", "--no-ws", \
     "--blocking-threads", "4", "--workers-kill-timeout", "4", "--log-level", "warning", "gisti_cms.wsgi:application"]
