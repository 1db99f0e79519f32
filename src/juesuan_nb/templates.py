"""The templates of web pages: escaping everything, failing on what is not given, and allowing only their own script."""

import base64
import hashlib
from functools import cache
from pathlib import Path

import jinja2


@cache
def template(path: Path) -> jinja2.Template:
    """The Jinja template of a file; what it is given is escaped, and a name that it is not given is an error."""
    loader = jinja2.FileSystemLoader(path.parent)
    environment = jinja2.Environment(loader=loader, autoescape=True, undefined=jinja2.StrictUndefined)
    return environment.get_template(path.name)


def csp_hash(script: str) -> str:
    """What a Content-Security-Policy calls this script, and no other."""
    return "sha256-" + base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
