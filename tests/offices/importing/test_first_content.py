"""Before the first content is loaded, no office has a page: the importer says what to do."""

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Role, ScopeKind
from tests.offices.importing.samples import BY_POST, block, dossier
from tests.plugins.cast import person


def test_without_offices_the_first_content_is_asked_for(db, tmp_path):
    person("claire", (Role.MODERATOR, ScopeKind.FRANCE, ""))
    path = tmp_path / "bretagne.txt"
    path.write_bytes(dossier(block(BY_POST)))
    with pytest.raises(CommandError, match="load_fixtures --by claire"):
        call_command("import_documents", str(path), by="claire")
