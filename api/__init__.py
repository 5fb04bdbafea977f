"""The HTTP API, version 1: its addresses on the one server, its errors and its OpenAPI document."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Flask, Response, json
from flask_openapi3 import APIBlueprint, Info, OpenAPI
from flask_openapi3.models import SecurityScheme

from alerts.desk import Desk
from api import (
    alert_acts,
    alert_exports,
    alert_ways,
    alerts,
    city_boards,
    correction_exports,
    corrections,
    draws,
    exports,
    indicators,
    maps,
    passports,
    quarantine,
    site_exports,
    sources,
    supervision,
)
from api.alert_intake import AlertServices
from api.asking import Asking
from api.city_boards import CityServices
from api.problem import ApiFailed, Problem, from_failure, from_marts, from_validation
from api.services import Caller, Services, utc_now
from components.board import Board
from data_access.batches import MartsFailed
from data_access.measure import Reader
from data_access.stores.engine import Store
from security.identity import Identity

ROOT = "/api/v1"
SECURITY: dict[str, SecurityScheme | dict[str, Any]] = {
    "token": {"type": "http", "scheme": "bearer", "description": "An API token; `yiping token add` prints it once."}
}


@dataclass(frozen=True, kw_only=True)
class Alerts:
    """What the alerts' addresses need besides: who calls in full, the store and the desk."""

    identity: Callable[[], Identity]
    store: Callable[[], Store]
    desk: Callable[[], Desk]
    drawn: Callable[[Board, dict[str, str]], str] = lambda board, params: ""
    """The drawing of a board's panels for the caller: what is previewed is what is shown."""
    boards: Callable[[], Mapping[str, Any]] = dict
    """The boards of the product, for what a number touches."""


def install(
    server: Flask,
    identity: Callable[[], Caller],
    reader: Callable[[], Reader],
    now: Callable[[], datetime] = utc_now,
    alerting: Alerts | None = None,
) -> None:
    """Adds `/api/v1/…` to the server; without `alerting` the alerts' addresses are left out.

    `identity` says who calls in this request, `reader` gives the marts. The document at `/api/v1/openapi.json` is built once, here.
    """
    services = Services(identity=identity, reader=reader, now=now)
    text = json.dumps(document(addresses(services, alerting)), ensure_ascii=False)
    blueprint = addresses(services, alerting)

    @blueprint.get("/openapi.json", doc_ui=False)
    def openapi() -> Response:
        return Response(text, content_type="application/json")

    blueprint.register_error_handler(ApiFailed, from_failure)
    blueprint.register_error_handler(MartsFailed, from_marts)
    # the library asks the server for this name when a parameter does not fit its model
    server.validation_error_callback = from_validation  # type: ignore[attr-defined]
    server.register_blueprint(blueprint)


def addresses(services: Services, alerting: Alerts | None = None) -> APIBlueprint:
    """All addresses of the API."""
    blueprint = APIBlueprint("api_v1", __name__, url_prefix=ROOT, abp_security=[{"token": []}])
    indicators.add_routes(blueprint, services)
    if alerting is not None:
        given = AlertServices(identity=alerting.identity, store=alerting.store, desk=alerting.desk, now=services.now)
        for part in (alerts, alert_acts, alert_ways, alert_exports, quarantine):
            part.add_routes(blueprint, given)
        asking = Asking(identity=alerting.identity, marts=services.reader, store=alerting.store, now=services.now)
        for part in (passports, exports, draws, supervision, site_exports, correction_exports, sources, maps):
            part.add_routes(blueprint, asking)
        keeping = CityServices(identity=alerting.identity, store=alerting.store, now=services.now, drawn=alerting.drawn)
        city_boards.add_routes(blueprint, keeping)
        corrections.add_routes(blueprint, asking, alerting.boards)
    return blueprint


def document(blueprint: APIBlueprint) -> dict[str, object]:
    """The OpenAPI 3.1 document of the API's addresses."""
    info = Info(title="Yiping 一屏", version="1", description="指标、告警与处置的接口。读取一律限于调用者的数据范围。")
    draft = OpenAPI(
        "yiping", info=info, security_schemes=SECURITY, validation_error_status=400, validation_error_model=Problem, doc_ui=False
    )
    draft.register_api(blueprint)
    return dict(draft.api_doc)
