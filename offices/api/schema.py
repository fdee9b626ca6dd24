"""The OpenAPI description, from the definitions that the views use: answers from `shapes`, parameters from form fields,
problems from `problems`. Nothing is described twice."""

import re
from collections.abc import Iterable
from functools import cache
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from drf_spectacular.drainage import set_override
from drf_spectacular.extensions import OpenApiSerializerExtension
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import ResolvedComponent
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from pydantic import BaseModel
from pydantic.json_schema import model_json_schema

from offices.api import fields, parameters
from offices.api.problems import CONTENT_TYPE, InvalidParameters, NotFound, Problem
from offices.api.shapes import ProblemBody, null_where_empty


class SaidOnPurpose(AutoSchema):
    """Describes an address by what `describe` is given: the docstring of a view speaks to those who read the code."""

    def get_description(self) -> str:
        return ""


class ShapeExtension(OpenApiSerializerExtension):
    """Lets `extend_schema` take the classes of `shapes`. drf-spectacular's own extension for pydantic would describe
    the stored form, in which a text may be empty, and not the answer, in which it is null."""

    target_class = "pydantic.BaseModel"
    match_subclasses = True
    priority = 1

    def get_name(self, auto_schema, direction) -> str:
        set_override(self.target, "suppress_collision_warning", True)
        return component_name(self.target)

    def map_serializer(self, auto_schema, direction) -> dict[str, Any]:
        schema = model_json_schema(self.target, ref_template="#/components/schemas/{model}", mode="serialization")
        if self.target is not ProblemBody:
            null_where_empty(schema)
        for name, described in schema.pop("$defs", {}).items():
            part = ResolvedComponent(name=name, type=ResolvedComponent.SCHEMA, object=name, schema=described)
            auto_schema.registry.register_on_missing(part)
        return schema


def component_name(shape: type[BaseModel]) -> str:
    """ "Listing[OfficeBody]" → "ListingOfficeBody"."""
    return re.sub(r"\W", "", shape.__name__)


def describe(
    operation: str,
    summary: str,
    answer: type[BaseModel],
    query: type[forms.Form] | type[parameters.ListFilters] = parameters.NoParameters,
    *,
    key: str = "",
    says: str = "",
    refusals: Iterable[type[Problem]] = (),
):
    """Describe a `get`. `operation`: its name in clients; `key`: what the path's parameter is, where it has one;
    `says`: what its summary leaves unsaid, in French as well."""
    refusals = [InvalidParameters, *([NotFound] if key else []), *refusals]
    path = [OpenApiParameter("key", str, OpenApiParameter.PATH, description=key, pattern=rf"^{fields.KEY}$")]
    return extend_schema(
        operation_id=operation,
        summary=summary,
        description=says,
        parameters=(path if key else []) + query_parameters(query),
        responses={200: OpenApiResponse(answer, description=_("La réponse"))}
        | {
            (refusal.status_code, CONTENT_TYPE): OpenApiResponse(ProblemBody, description=refusal.title)
            for refusal in refusals
        },
    )


def query_parameters(query: type[forms.Form] | type[parameters.ListFilters]) -> list[OpenApiParameter]:
    form = query if issubclass(query, forms.Form) else query().get_form_class()
    return [
        OpenApiParameter(name, schema_of(field), required=field.required, description=field.help_text)
        for name, field in form.base_fields.items()
    ]


def schema_of(field: forms.Field) -> dict[str, Any]:
    match field:
        case fields.Number():
            limits = {"minimum": field.minimum, "maximum": field.maximum}
            return {"type": "integer", **limits, **({} if field.initial is None else {"default": field.initial})}
        case fields.Day():
            return {"type": "string", "format": "date"}
        case fields.Moment():
            return {"anyOf": [{"type": "string", "format": form} for form in ("date", "date-time")]}
        case fields.Named():
            return {"type": "string", "pattern": f"^{field.pattern}$"}
        case forms.ChoiceField():
            return {"type": "string", "enum": [code for code, _label in field.choices]}
        case forms.UUIDField():
            return {"type": "string", "format": "uuid"}
    return {"type": "string", "minLength": 1, "maxLength": field.max_length}


@cache
def openapi() -> dict[str, Any]:
    """The whole description. It depends on the code alone, so a process makes it once."""
    return SchemaGenerator().get_schema(request=None, public=True)


def operations() -> list[dict[str, Any]]:
    """The same for the page that people read: each address with its parameters and answers, in their order."""
    return [
        {
            "id": operation["operationId"],
            "path": path,
            "summary": operation["summary"],
            "description": operation.get("description", ""),
            "parameters": [in_words(parameter) for parameter in operation.get("parameters", [])],
            "responses": [(status, answer["description"]) for status, answer in operation["responses"].items()],
        }
        for path, methods in openapi()["paths"].items()
        for operation in methods.values()
    ]


def in_words(parameter: dict[str, Any]) -> dict[str, str]:
    described = parameter["schema"]
    if codes := described.get("enum"):
        form = " | ".join(codes)
    elif "minimum" in described:
        least, most = described["minimum"], described["maximum"]
        form = f"≥ {least}" if most == parameters.LARGEST_NUMBER else f"{least}…{most}"
    else:
        form = described.get("format") or described.get("type", _("date ou instant"))
    return {"name": parameter["name"], "form": form, "description": parameter.get("description", "")}
