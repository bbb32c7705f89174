"""What the assets are given: where the data is, which sources feed it, what persons judged."""

import dagster as dg

from pipeline.settings import Settings


class Workspace(dg.ConfigurableResource):  # type: ignore[type-arg]
    """The data directory and the files of sources and judgements; else by environment variable."""

    data: str | None = None
    sources: str | None = None
    judgements: str | None = None

    @property
    def settings(self) -> Settings:
        """The settings of a run, with the one clock."""
        return Settings.given(self.data, self.sources, self.judgements)
