"""The local page on which a person listens, names the voices, corrects the draft and writes it to the page."""
