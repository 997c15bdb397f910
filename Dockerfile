# Builds the wheel with the web UI in it, then installs it into a small image that runs as an ordinary user.
FROM python:3.12-slim-bookworm AS build
WORKDIR /src
COPY requirements.lock requirements-node.lock ./
RUN pip install --no-cache-dir --require-hashes -r requirements.lock \
 && pip install --no-cache-dir --require-hashes -r requirements-node.lock
COPY . .
RUN python ui_build.py build && pip wheel --no-cache-dir --no-deps --no-build-isolation -w /wheels .

FROM python:3.12-slim-bookworm
# Chinese, Japanese and Korean for cards and captions in rendered reels; all other scripts come with a Python package.
RUN apt-get update && apt-get install -y --no-install-recommends fonts-noto-cjk && rm -rf /var/lib/apt/lists/*
ENV PYTHONUNBUFFERED=1 FIRSTHAND_ENVIRONMENT=production FIRSTHAND_HOST=0.0.0.0 FIRSTHAND_DATA=/data
COPY requirements.lock /tmp/requirements.lock
COPY --from=build /wheels /wheels
RUN pip install --no-cache-dir --require-hashes -r /tmp/requirements.lock \
 && pip install --no-cache-dir --no-deps /wheels/*.whl && rm -rf /wheels /tmp/requirements.lock \
 && useradd --system --uid 10001 --home /data firsthand && install -d -o firsthand /data
USER firsthand
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s \
  CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8000/api/health', timeout=2)"]
ENTRYPOINT ["firsthand"]
CMD ["serve"]
