"""The problem answer: every error of the API as RFC 9457 problem+json."""

from __future__ import annotations

from flask import Response
from pydantic import BaseModel, Field, ValidationError

from data_access.batches import MartsFailed

TITLES = {
    400: "Bad request", 403: "Not allowed", 404: "Not found", 409: "Conflict", 413: "Too large", 415: "Unsupported media type",
    429: "Too many requests", 503: "Data unavailable",
}  # fmt: skip
CONTENT = "application/problem+json"
DOCUMENTED = {"content": {CONTENT: {"schema": {"$ref": "#/components/schemas/Problem"}}}}
"""What the OpenAPI document says of every error."""


class Problem(BaseModel):
    """What went wrong (RFC 9457). `parameter` names the query or path parameter or the field at fault."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    parameter: str | None = Field(None, description="The parameter at fault.")


class ApiFailed(Exception):
    """A request that cannot be answered; `status`, the sentence, and the parameter at fault."""

    def __init__(self, status: int, detail: str, parameter: str | None = None) -> None:
        super().__init__(detail)
        self.problem = Problem(title=TITLES[status], status=status, detail=detail, parameter=parameter)


def response(problem: Problem) -> Response:
    """The answer for a problem. It is never kept: what was missing may be there a minute later."""
    answer = Response(problem.model_dump_json(exclude_none=True), status=problem.status, content_type=CONTENT)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def from_failure(failed: ApiFailed) -> Response:
    return response(failed.problem)


def from_marts(failed: MartsFailed) -> Response:
    """The answer while the marts cannot be read; its sentence may be shown."""
    return from_failure(ApiFailed(503, str(failed)))


def from_validation(failed: ValidationError) -> Response:
    """The answer for parameters that are malformed or unknown: the first fault, with its name."""
    first = failed.errors()[0]
    name = ".".join(str(part) for part in first["loc"])[:80]
    text = "it is not a parameter of this address." if first["type"] == "extra_forbidden" else f"{first['msg']}."
    return from_failure(ApiFailed(400, f"parameter {name!r}: {text}", name))
