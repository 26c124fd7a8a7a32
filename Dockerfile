# ai-optout with a browser of its own. docs/docker.md says how to run it, and what of this was never run.

# The wheel is built from the sources alone, with locked tools.
FROM python:3.11-slim-bookworm AS wheel
WORKDIR /build
COPY requirements-build.lock ./
RUN pip install --no-cache-dir --require-hashes --requirement requirements-build.lock
COPY pyproject.toml README.md LICENSE ./
COPY src src
COPY fixtures fixtures
COPY flows flows
RUN python -m build --wheel --no-isolation --outdir dist

FROM python:3.11-slim-bookworm
# Chromium comes as Debian has it today: its archive keeps no older release, and a browser wants its security updates. The fonts are for
# the pictures in receipts. The setuid sandbox (chromium-sandbox) is left out on purpose: Chromium's other one needs no root.
# hadolint ignore=DL3008
RUN apt-get update \
 && apt-get install --yes --no-install-recommends chromium fonts-liberation fonts-noto-core fonts-noto-cjk fonts-noto-color-emoji \
 && rm -rf /var/lib/apt/lists/*
WORKDIR /build
COPY requirements.lock ./
RUN pip install --no-cache-dir --require-hashes --requirement requirements.lock
COPY --from=wheel /build/dist dist
RUN pip install --no-cache-dir --no-deps --no-index dist/*.whl

# A person, not root: Chromium keeps its sandbox on. Everything that is kept lies below one folder of theirs. Whose profile only they
# may read builds with their own number: --build-arg UID="$(id -u)".
ARG UID=1000
RUN useradd --create-home --uid "$UID" --user-group person \
 && install --directory --owner person --group person --mode 0700 /home/person/ai-optout
USER $UID
WORKDIR /home/person
ENV AI_OPTOUT_HOME=/home/person/ai-optout
ENTRYPOINT ["ai-optout"]
CMD ["demo", "--headless"]
