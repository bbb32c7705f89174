"""What the assets are given: where the data is and which sources feed it."""

import dagster as dg

from pipeline.settings import Settings


class Workspace(dg.ConfigurableResource):  # type: ignore[type-arg]
    """The data directory and the sources file; by environment variable where not set here."""

    data: str | None = None
    sources: str | None = None

    @property
    def settings(self) -> Settings:
        """The settings of a run, with the one clock."""
        return Settings.given(self.data, self.sources)
