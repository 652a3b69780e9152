"""What one report looks like as JSON, as a JSON Schema (draft 2020-12) made from the declared form."""

from typing import Any

from reports.exchange.number import LARGEST_COUNT, LONGEST_AMOUNT, MOST_PLACES
from reports.schema import PREAMBLE, CellSpec, Kind, Schema
from reports.value import Scope

from .fields import SCOPE_WORDS

DRAFT = "https://json-schema.org/draft/2020-12/schema"


def schema_id(schema: Schema) -> str:
    """Without a host: the same for every installation."""
    return f"urn:govopen:report:{schema.key}"


def json_schema(schema: Schema) -> dict[str, Any]:
    """Of the object that :class:`reports.exchange.jsonfile.JsonFile` writes for a report of this form."""
    texts = {section.key: (section.heading, section.text.guidance) for section in schema.sections if section.text}
    properties: dict[str, Any] = {
        "organ": {"type": "string", "title": "机关"},
        "year": {"type": "integer", "title": "年度"},
        "schema": {"const": schema.key, "title": "格式", "description": schema.document},
        "scope": {
            "enum": [scope.value for scope in Scope],
            "title": "范围",
            "description": "；".join(f"{scope.value}：{word}" for scope, word in SCOPE_WORDS.items()),
        },
        "cells": {
            "type": "object",
            "title": "各单元格",
            "description": "空白是null，不是0。",
            "properties": {key: _cell(spec) for key, spec in schema.specs.items()},
            "required": list(schema.cells),
            "additionalProperties": False,
        },
        "texts": {
            "type": "object",
            "title": "文字部分",
            "description": "段落之间是换行符；没有写的是空文字。",
            "properties": {
                key: _described({"type": "string"}, *texts.get(key, ("引言" if key == PREAMBLE else key, "")))
                for key in schema.text_keys
            },
            "required": list(schema.text_keys),
            "additionalProperties": False,
        },
    }
    return {
        "$schema": DRAFT,
        "$id": schema_id(schema),
        "title": schema.title,
        "description": schema.document,
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _cell(spec: CellSpec) -> dict[str, Any]:
    content: dict[str, Any]
    match spec.kind:
        case Kind.COUNT:
            content = {"type": ["integer", "null"], "minimum": 0, "maximum": LARGEST_COUNT}
        case Kind.CHANGE:
            content = {"type": ["integer", "null"], "minimum": -LARGEST_COUNT, "maximum": LARGEST_COUNT}
        case Kind.MONEY:
            digits = rf"^(0|[1-9][0-9]{{0,{LONGEST_AMOUNT - 1}}})(\.[0-9]{{1,{MOST_PLACES}}})?$"
            content = {
                "anyOf": [{"type": "string", "pattern": digits}, {"type": "integer", "minimum": 0}, {"type": "null"}]
            }
    unit = f"单位：{spec.unit}。" if spec.unit else ""
    return _described(content, spec.label, f"{spec.guidance}{unit}")


def _described(content: dict[str, Any], title: str, description: str) -> dict[str, Any]:
    return {"title": title} | ({"description": description} if description else {}) | content
