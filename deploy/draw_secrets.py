"""Draw the secrets that docker-compose.yml reads, once, into deploy/secrets/. Standard library only.

The folder is closed to other users of the machine; its files are open inside it, because Compose mounts them as they
are and the processes of the containers run as users of their own.
"""

import secrets
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parent / "secrets"


def main():
    if FOLDER.exists():
        sys.exit(f"{FOLDER} existe déjà : changer ces secrets fermerait la base et les sessions. Rien n'a été touché.")
    FOLDER.mkdir(mode=0o700)
    password = secrets.token_urlsafe(32)
    for name, value in {
        "secret_key": secrets.token_urlsafe(50),
        "postgres_password": password,
        "database_url": f"postgres://gisti_cms:{password}@postgres:5432/gisti_cms",
    }.items():
        (FOLDER / name).write_text(value)
    print(f"Secrets tirés dans {FOLDER} : gardez-en une copie avec vos sauvegardes.")


if __name__ == "__main__":
    main()
