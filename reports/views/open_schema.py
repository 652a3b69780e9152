"""The JSON Schema of a report, for anybody."""

import json

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from reports.exchange.opendata import json_schema
from reports.schema import SCHEMAS


@require_safe
def report_schema(request: HttpRequest, schema: str) -> HttpResponse:
    if schema not in SCHEMAS:
        raise Http404
    body = json.dumps(json_schema(SCHEMAS[schema]), ensure_ascii=False, indent=1)
    return HttpResponse(body, content_type="application/schema+json; charset=utf-8")
