"""Find and fill the templates; everything that is written for people goes through one of them."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import jinja2

INSTALLED = Path(__file__).parent / "_templates"
CHECKOUT = Path(__file__).parents[1] / "templates"


def folder() -> Path:
    """Where the templates lie: inside the installed package, or beside it in a checkout."""
    return INSTALLED if INSTALLED.is_dir() else CHECKOUT


@cache
def environment() -> jinja2.Environment:
    """Escape HTML in `.html` templates and nowhere else; an unknown name is an error, not a gap."""
    import jinja2

    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(folder()),
        autoescape=jinja2.select_autoescape(enabled_extensions=("html", "html.j2"), default_for_string=False),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def fill(template: str, **values: object) -> str:
    """Render the template of that name with `values`."""
    return environment().get_template(template).render(**values)
