"""Errors that are told to a person in one line."""

from pipeline.data_directory import BusyError, UnusableHistoryError
from pipeline.store import DamagedPageError
from warehouse.database import WarehouseLockedError


class UsageError(Exception):
    """The command, or a file that it was given, cannot be used."""


class CommandError(Exception):
    """A command could not be done; the message says why and what to do."""


#: Errors that end a command with their message; any other is a mistake of ours.
TOLD = (
    CommandError,
    BusyError,
    WarehouseLockedError,
    UnusableHistoryError,
    DamagedPageError,
    OSError,
)
