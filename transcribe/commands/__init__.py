"""The commands: each parses, calls one function, and says what happened."""
