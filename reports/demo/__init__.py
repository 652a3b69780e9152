"""The demo county's real report, as it was copied from the county's site. Package data of ``manage.py seed_demo``."""
