# One image for web, worker and timer. What it keeps is in /var/lib/lempu.
FROM python:3.12-slim-bookworm AS build
RUN apt-get update && apt-get install -y --no-install-recommends make && rm -rf /var/lib/apt/lists/*
WORKDIR /srv/lempu
COPY . .
RUN make setup && rm -rf node_modules

FROM python:3.12-slim-bookworm
RUN apt-get update \
 && apt-get install -y --no-install-recommends tesseract-ocr tesseract-ocr-ind \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --system --create-home --home-dir /var/lib/lempu lempu
COPY --from=build /srv/lempu /srv/lempu
WORKDIR /srv/lempu
ENV PATH=/srv/lempu/.venv/bin:$PATH LEMPU_HOME=/var/lib/lempu PYTHONUNBUFFERED=1
USER lempu
VOLUME /var/lib/lempu
EXPOSE 8000
HEALTHCHECK CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8000/sehat', timeout=3)"]
CMD ["lempu", "serve", "--host", "0.0.0.0"]
