from django.contrib.admin.apps import AdminConfig


class PortalConfig(AdminConfig):
    """django-admin, with our site in place of its own."""

    default_site = "govopen.site.PortalSite"
