"""Run the command line with `python -m transcribe`."""

from transcribe.cli import main

main()
