"""How a view becomes an operation: what it takes and gives, and that it is stored whole or not."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, TypeVar, cast

from flask import Response, request
from pydantic import BaseModel, ValidationError
from spectree import Response as Answers
from spectree import SpecTree

from app.api import conditions, kept
from app.api.faults import faults_of
from app.api.schemas.problem import ProblemDetails
from app.api.scopes import Scope
from app.extensions import db
from app.problems import Problem

View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Answer:
    """What a view answers: a model, and where it is not 200 or has headers, those."""

    content: BaseModel
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)

    def response(self) -> Response:
        """As it goes out."""
        found = Response(
            self.content.model_dump_json(), self.status, content_type="application/json"
        )
        for name, value in self.headers.items():
            found.headers[name] = value
        return found


def _refuse_unread(_request: Any, _response: Any, error: Any, *_more: Any) -> None:
    if isinstance(error, ValidationError):
        faults = faults_of(error)
        raise Problem(422, "; ".join(dict.fromkeys(each.detail for each in faults[:3])), faults)


spec = SpecTree(
    "flask",
    before=_refuse_unread,
    validation_error_model=ProblemDetails,
    naming_strategy=lambda model: model.__name__,
    nested_naming_strategy=lambda _parent, child: child,
    annotations=False,
    mode="strict",
    page_templates={},
    title="Centerline",
    version="1",
)


def reads(
    answer: type[BaseModel], *, tag: str, query: type[BaseModel] | None = None
) -> Callable[[View], View]:
    """Declare a view that reads; with a `query` it gets what was asked as `query`."""

    def declare(view: View) -> View:
        @wraps(view)
        def run(**kwargs: Any) -> Response:
            if query is not None:
                kwargs["query"] = request.context.query  # type: ignore[attr-defined]  # SpecTree sets it
            return _as_answer(view(**kwargs)).response()

        validated = spec.validate(query=query, resp=Answers(HTTP_200=answer), tags=[tag])(run)
        return cast("View", _declared(validated, Scope.READ))

    return declare


def writes(
    answer: type[BaseModel],
    *,
    tag: str,
    scope: Scope,
    body: type[BaseModel] | None = None,
    query: type[BaseModel] | None = None,
    statuses: tuple[int, ...] = (200, 201),
) -> Callable[[View], View]:
    """Declare a view that writes; its changes are committed.

    With a `body` it gets what was sent as `body`, with a `query` what was asked as `query`.

    Sent again with the same Idempotency-Key, the answer is given again and nothing is changed.
    """

    def declare(view: View) -> View:
        @wraps(view)
        def run(**kwargs: Any) -> Response:
            claim = kept.claim()
            if claim is not None and claim.is_answered:
                return claim.again()
            conditions.wanted()  # refuses what is no condition, whether the view asks for one or not
            if body is not None:
                kwargs["body"] = request.context.json  # type: ignore[attr-defined]  # SpecTree sets it
            if query is not None:
                kwargs["query"] = request.context.query  # type: ignore[attr-defined]  # as above
            response = _as_answer(view(**kwargs)).response()
            if claim is not None:
                claim.keep(response)
            db.session.commit()
            return response

        answers: dict[str, Any] = {f"HTTP_{status}": answer for status in statuses}
        validated = spec.validate(json=body, query=query, resp=Answers(**answers), tags=[tag])(run)
        return cast("View", _declared(validated, scope))

    return declare


def _as_answer(found: Answer | BaseModel) -> Answer:
    return found if isinstance(found, Answer) else Answer(found)


def _declared(view: Any, scope: Scope) -> Any:
    view.scope = scope
    return view
