"""Which release this is: what its pages are made of. Rendered files of one release never mix with another's."""

import hashlib
from pathlib import Path

MADE_OF = ("*.py", "*.html", "*.xml", "*.css", "*.js", "*.svg", "*.png", "*.mo", "*.toml", "*.csv", "*.typ", "*.ttf")
FOLDERS = ("accounts", "geography", "gisti_cms", "locale", "offices", "sources", "static", "templates")


def fingerprint(root: Path, *settings: str) -> str:
    """Sixteen hexadecimal signs, of every file that a public byte may come from and of the settings that show."""
    digest = hashlib.sha256("\n".join(settings).encode())
    for file in sorted(file for folder in FOLDERS for kind in MADE_OF for file in (root / folder).rglob(kind)):
        digest.update(f"{file.relative_to(root)}\n".encode() + hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()[:16]
