"""The case of the services' tests, for the pages on which it is decided."""

from tests.services.conftest import case, few_checks, make_case

__all__ = ["case", "few_checks", "make_case"]
