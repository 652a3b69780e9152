"""A page from the web, from hosts the installation names and from no other."""

from http.client import HTTPException
from typing import IO, Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, HTTPSHandler, OpenerDirector, ProxyHandler, Request, build_opener

from django.conf import settings
from django.utils.translation import gettext as _

from reports import exchange

from .errors import RefusedError

PATIENCE = 15  # seconds
LARGEST = exchange.LARGEST_FILE


class FetchError(RefusedError):
    """Nothing came, and why."""


def fetch_is_on() -> bool:
    return bool(settings.INSPECTED_HOSTS)


def page_fetch(*, url: str) -> bytes:
    """What stands at an address. Raises FetchError for a host that is not named, and for whatever goes wrong there."""
    _refuse_foreign(url)
    opener: OpenerDirector = build_opener(ProxyHandler({}), HTTPSHandler(), _OnlyNamedHosts())
    try:
        with opener.open(Request(url, headers={"User-Agent": "govopen"}), timeout=PATIENCE) as answer:  # noqa: S310  (http and https only, see _refuse_foreign)
            found: bytes = answer.read(LARGEST + 1)
    except HTTPError as error:
        raise FetchError(
            _("The address answers with %(code)d; the page may have moved.") % {"code": error.code}
        ) from error
    except (URLError, HTTPException, OSError, ValueError) as error:
        raise FetchError(
            _("The address could not be reached. Save the page in a browser and upload the file.")
        ) from error
    if len(found) > LARGEST:
        raise FetchError(_("The page is too large."))
    return found


def _refuse_foreign(url: str) -> None:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or (parts.hostname or "") not in settings.INSPECTED_HOSTS:
        raise FetchError(
            _("Pages are not fetched from “%(host)s”. Save the page in a browser and upload the file.")
            % {"host": parts.hostname or url}
        )


class _OnlyNamedHosts(HTTPRedirectHandler):
    """A redirect leads nowhere that could not be asked for itself."""

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: Any, newurl: str
    ) -> Request | None:
        _refuse_foreign(newurl)
        return super().redirect_request(req, fp, code, msg, headers, newurl)
