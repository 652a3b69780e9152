"""Static files under hashed names, so that browsers may keep them for ever."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class ModuleStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Also follows the imports of script modules: each names the hashed file of the other."""

    support_js_module_import_aggregation = True
