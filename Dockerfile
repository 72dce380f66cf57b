# The page (and whatever else `lookbook` does) over the sample's index: docker build -t lookbook . && docker run -p 8501:8501 lookbook
# For a catalogue of your own, mount its index folder and name it: -v ./catalogue:/catalogue:ro -e LOOKBOOK_INDEX=/catalogue

FROM python:3.12-slim AS built
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
RUN python -m venv /venv
COPY deploy/requirements.lock /tmp/requirements.lock
RUN /venv/bin/pip install --require-hashes --requirement /tmp/requirements.lock
WORKDIR /app
COPY . .
# What is made from the index lies beside it, so that nothing need be written later.
RUN /venv/bin/python build_index.py images --encoder fashion

FROM python:3.12-slim
RUN useradd --uid 1000 --create-home lookbook
COPY --from=built /venv /venv
COPY --from=built /app /app
WORKDIR /app
USER 1000
ENV PATH=/venv/bin:$PATH PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1
EXPOSE 8501
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8501/_stcore/health', timeout=4)"]
CMD ["streamlit", "run", "deploy/app.py", "--server.address=0.0.0.0", "--server.port=8501", "--server.headless=true"]
