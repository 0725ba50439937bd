"""Turn the recording of a community call and its Markdown page into that page with drafted minutes."""

__version__ = "0.1.0"
