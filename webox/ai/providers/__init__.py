"""Writers by the provider of a generation. The library of models is imported when one is first asked for."""

from webox.ai.models import AIConfig
from webox.ai.providers.offline import OfflineWriter

Provider = AIConfig.Provider


def writer_for(provider):
    if provider == Provider.OFFLINE:
        return OfflineWriter()
    from webox.ai.providers.model import ModelWriter  # noqa: PLC0415  half a second and 50 MB for who needs it

    return ModelWriter(provider)
