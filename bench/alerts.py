"""Alerts: how fast they are taken in, how soon they stand on the wall, what a storm leaves, and whether escalations are on time.

Durations are short so that a run of all benchmarks stays short; `--long` takes ten minutes at 50/s and a minute at 200/s.
"""

from __future__ import annotations

import contextlib
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psutil
from sqlalchemy import insert, select, update

from bench.figures import Figure, Ground, Outcome, Suite
from bench.measure import cpu_of, percentile, spin, wait_until
from bench.senders import Plan, Senders
from data_access.stores.alert_tables import ALERT_STEP, ESCALATION, NOTICE
from tests import servers
from tests.alerts.centre import receiver, route
from tests.alerts.collector import collector
from tests.runtime.alerting import Alerting, alerting

STEADY, STEADY_QUICK, STEADY_LONG = 20, 8, 600
RATE = 50
STORM = 500
ESCALATIONS, ESCALATIONS_QUICK = 1000, 200
MINUTE = 60.0
CHAIN = '[[chain]]\nname = "probe"\n[[chain.step]]\nafter = "1h"\nwho = ["receiver:probe"]\n[[chain.step]]\nafter = "1d"\nwho = ["receiver:probe"]\n'


def run(ground: Ground) -> Outcome:
    seconds = float(STEADY_LONG if ground.long else ground.of(STEADY, STEADY_QUICK))
    taken: dict[str, dict[str, Any]] = {}
    with tempfile.TemporaryDirectory() as folder:
        with _house(Path(folder) / "sqlite") as house:
            taken["sqlite"] = _intake(house, seconds)
            storm = _storm(house)
            chains = _escalations(house, ground.of(ESCALATIONS, ESCALATIONS_QUICK))
        server = servers.Mortal(Path(folder))
        try:
            with _house(Path(folder) / "postgresql", servers.fresh_database(server.address)) as house:
                taken["postgresql"] = _intake(house, seconds)
        finally:
            server.close()
    return _outcome(taken, storm, chains, seconds)


@contextlib.contextmanager
def _house(home: Path, url: str = "") -> Iterator[Alerting]:
    """A product of its own whose notices go to a real receiver."""
    with (
        collector() as heard,
        alerting(home, routes=receiver("probe", heard.address) + route("probe") + CHAIN, url=url) as house,
    ):
        yield house


def _intake(house: Alerting, seconds: float) -> dict[str, Any]:
    """Post at 50/s with duplicates and malformed ones; milliseconds from when each was to be sent until it was decided."""
    warm = Senders(Plan(port=house.product.port, token=house.token, rate=20, seconds=2, name="warm"))
    warm.ledger()
    contention, pids = spin(), [part["pid"] for part in house.product.parts().values() if part["name"].startswith("web")]
    used = cpu_of(pids)
    senders = Senders(Plan(port=house.product.port, token=house.token, rate=RATE, seconds=seconds, duplicates=0.2, malformed=0.05))
    ledger = senders.ledger()
    web = cpu_of(pids) - used
    times = [sent.ms for sent in ledger]
    rows = house.alerts()
    good = [sent for sent in ledger if sent.kind != "malformed"]
    return {
        "sent": len(ledger), "statuses": dict(Counter(str(sent.status) for sent in ledger)), "p50": percentile(times, 50),
        "p95": percentile(times, 95), "max": max(times), "missing": sum(rows.get(sent.number, {}).get("id") != sent.told for sent in good),
        "web_ms_each": round(1000 * web / len(ledger), 2), "senders_cpu_s": senders.cpu, "contention": contention, "load": psutil.getloadavg()[0],
    }  # fmt: skip


def _storm(house: Alerting) -> dict[str, Any]:
    """Five hundred of one cause as fast as they go in: one group, and its count."""
    plan = Plan(port=house.product.port, token=house.token, rate=400, seconds=STORM / 400, name="onecause", causes=1, patience=30)
    begun = time.monotonic()
    ledger = Senders(plan).ledger()
    groups = {sent.group for sent in ledger}
    heads = [row for row in house.alerts().values() if row["id"] in groups]
    return {
        "sent": len(ledger),
        "groups": len(groups),
        "count": heads[0]["merged"] if heads else 0,
        "s": round(time.monotonic() - begun, 2),
    }


def _escalations(house: Alerting, count: int) -> dict[str, Any]:
    """Steps due all over one minute; seconds from when each was due until the worker had written it down."""
    plan = Plan(port=house.product.port, token=house.token, rate=200, seconds=count / 200, name="chain", lines=16)
    ledger = Senders(plan).ledger()
    made = [sent.told for sent in ledger if sent.told]
    begun = datetime.now(UTC) + timedelta(seconds=3)
    length = MINUTE * count / ESCALATIONS
    due = {alert: begun + timedelta(seconds=length * place / len(made)) for place, alert in enumerate(made)}
    common = {"chain": "probe", "step": 0, "round": 0, "state": "waiting", "changed_at": begun, "note": None}
    with house.store.write() as connection:
        connection.execute(insert(ESCALATION), [{"alert": alert, "due_at": at, **common} for alert, at in due.items()])
    wait_until(lambda: _fired(house, made) or None, length + 60, "The escalations", 0.5)
    with house.store.read() as connection:
        query = select(ALERT_STEP.c.alert, ALERT_STEP.c.at).where(ALERT_STEP.c.who == "升级链", ALERT_STEP.c.alert.in_(made))
        at = list(connection.execute(query))
    with house.store.write() as connection:
        connection.execute(update(ESCALATION).values(state="done"))
        connection.execute(update(NOTICE).where(NOTICE.c.state == "waiting").values(state="held"))
    late = [(moment - due[alert]).total_seconds() for alert, moment in at]
    times = Counter(alert for alert, _ in at)
    return {
        "due": len(made), "fired": len(times), "twice": sum(number > 1 for number in times.values()), "early": sum(each < 0 for each in late),
        "p50_s": round(percentile(late, 50) or 0, 3), "latest_s": round(max(late), 3) if late else None, "load": psutil.getloadavg()[0],
    }  # fmt: skip


def _fired(house: Alerting, made: list[str]) -> bool:
    with house.store.read() as connection:
        waits = select(ESCALATION.c.alert).where(ESCALATION.c.step == 0, ESCALATION.c.state == "waiting").limit(1)
        return connection.execute(waits).first() is None


def _outcome(taken: dict[str, dict[str, Any]], storm: dict[str, Any], chains: dict[str, Any], seconds: float) -> Outcome:
    head = ["store", *next(iter(taken.values()))]
    rows = [head, *([store, *found.values()] for store, found in taken.items())]
    values = {f"{store}_p95": found["p95"] for store, found in taken.items()}
    values |= {"missing": sum(found["missing"] for found in taken.values()), "web_ms": taken["sqlite"]["web_ms_each"]}
    values |= {"storm_groups": storm["groups"], "storm_count": storm["count"]}
    values |= {"chains_fired": 100 * chains["fired"] / chains["due"], "chains_twice": chains["twice"], "chains_early": chains["early"]}
    values |= {"chains_latest": chains["latest_s"]}
    tables = {
        f"Taken in at {RATE}/s for {seconds:.0f} s, 20 % duplicates, 5 % malformed (ms from when each was to be sent)": rows,
        "A storm of one cause": [[*storm], [*storm.values()]],
        "Escalations due in one minute": [[*chains], [*chains.values()]],
    }
    return Outcome(values, tables, {"intake": taken, "storm": storm, "escalations": chains})


SUITE = Suite(
    name="alerts",
    question="How fast are alerts taken in, and are escalations on time?",
    run=run,
    figures=(
        Figure(key="sqlite_p95", words=f"POST of an alert at {RATE}/s on SQLite, p95", unit="ms", most=150),
        Figure(key="postgresql_p95", words=f"POST of an alert at {RATE}/s on PostgreSQL, p95", unit="ms", most=100),
        Figure(key="missing", words="Accepted alerts that are not in the store", most=0),
        Figure(key="web_ms", words="CPU of the web processes for one POST (SQLite)", unit="ms"),
        Figure(key="storm_groups", words=f"Groups of a storm of {STORM} of one cause", most=1),
        Figure(key="storm_count", words="Alerts that the group counts", least=STORM, most=STORM),
        Figure(key="chains_fired", words="Escalations due in one minute that were done", unit="%", least=100),
        Figure(key="chains_twice", words="Of these done twice", most=0),
        Figure(key="chains_early", words="Of these done early", most=0),
        Figure(key="chains_latest", words="The latest after its time", unit="s", most=2),
    ),
)
