"""Every way to fail that a user can meet; each error is one sentence saying what is wrong, where, and what to do.

TranscribeError
├── RecordingError      a recording that cannot be used
├── TranscriptError     an imported transcript that cannot be read
├── ChatError           a saved chat that cannot be read
├── PageError           a page that cannot be used
│   └── PageChanged     it is not what was read any more
├── PublishError        links or files that cannot be published as asked
├── OptionError         a setting that does not exist or makes no sense
├── WorkError           a work folder that cannot be used
│   └── WorkBusy        another run is at work in it
├── WeightsError        model weights missing or altered
└── EngineError         an engine that cannot be used
    ├── EngineMissing   its library is not installed
    └── EngineBroken    its library does not load (the cause is chained)
"""


class TranscribeError(Exception):
    """Base of all of them; the message is shown to the user as it is."""


class RecordingError(TranscribeError):
    """A recording that is missing, no recording, without sound, or empty."""


class TranscriptError(TranscribeError):
    """An imported transcript that cannot be read."""


class ChatError(TranscribeError):
    """A saved chat that cannot be read."""


class PageError(TranscribeError):
    """A page that is missing, binary, or does not hold the wanted call."""


class PageChanged(PageError):
    """The page on disk is not the page that was read."""


class PublishError(TranscribeError):
    """A link, time or file that cannot be published as asked, or a repository that cannot take it."""


class OptionError(TranscribeError):
    """A setting that does not exist or makes no sense."""


class WorkError(TranscribeError):
    """A work folder that cannot be read or written."""


class WorkBusy(WorkError):
    """Another run is at work in the same folder."""


class WeightsError(TranscribeError):
    """Model weights that are missing, incomplete or altered."""


class EngineError(TranscribeError):
    """An engine that cannot be used."""


class EngineMissing(EngineError):
    """The engine's library is not installed."""


class EngineBroken(EngineError):
    """The engine's library is installed and does not load."""
