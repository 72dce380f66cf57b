"""What an operator sees: figures for Prometheus, and one line of JSON a request, without anything personal."""

import secrets
import time
from collections.abc import MutableMapping
from dataclasses import dataclass, field
from typing import Any

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.gc_collector import GCCollector
from prometheus_client.process_collector import ProcessCollector

from lookbook import querylog

_SECONDS = (0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10)


@dataclass
class Trace:
    """What becomes known of one request.

    Attributes:
        number: what the answer's header X-Request-Id and the log call it.
        stages: the name of a stage -> its milliseconds.
        facts: what the log says besides: what kind of question it was, never which.
    """

    number: str = field(default_factory=lambda: secrets.token_hex(8))
    stages: MutableMapping[str, float] = field(default_factory=dict)
    facts: MutableMapping[str, Any] = field(default_factory=dict)
    started: float = field(default_factory=time.perf_counter)

    @property
    def milliseconds(self) -> float:
        """What has passed since the request began."""
        return 1000 * (time.perf_counter() - self.started)


class Figures:
    """The figures of one server."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        GCCollector(registry=self.registry)
        self.requests = Counter(
            "lookbook_requests", "Requests answered.", ("method", "route", "status"), registry=self.registry
        )
        self.seconds = Histogram(
            "lookbook_request_seconds", "From a request's head to the end of its answer.", ("route",),
            registry=self.registry, buckets=_SECONDS,
        )  # fmt: skip
        self.stages = Histogram(
            "lookbook_stage_seconds", "What a stage took.", ("stage",), registry=self.registry, buckets=_SECONDS
        )
        self.at_once = Gauge("lookbook_requests_at_once", "Requests that are being answered.", registry=self.registry)
        self.shed = Counter(
            "lookbook_shed", "Requests turned away, by the reason.", ("reason",), registry=self.registry
        )
        self.ready = Gauge("lookbook_ready", "1 where questions can be answered.", registry=self.registry)
        self.pictures = Gauge("lookbook_pictures", "Pictures that can be found.", registry=self.registry)

    def text(self) -> bytes:
        """Return all figures as Prometheus reads them."""
        return generate_latest(self.registry)

    def count(self, trace: Trace, method: str, route: str, status: int) -> None:
        """Count a request that was answered."""
        self.requests.labels(method, route, status).inc()
        self.seconds.labels(route).observe(trace.milliseconds / 1000)
        for stage, milliseconds in trace.stages.items():
            self.stages.labels(stage).observe(milliseconds / 1000)


def log(trace: Trace, method: str, route: str, status: int) -> None:
    """Write one line on a request: no words, no ids, no address of who asked."""
    line = {
        "request": trace.number,
        "method": method,
        "route": route,
        "status": status,
        "ms": round(trace.milliseconds, 2),
        "stages": {name: round(milliseconds, 2) for name, milliseconds in trace.stages.items()},
        **trace.facts,
    }
    querylog.write(line)
