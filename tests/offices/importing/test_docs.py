"""docs/importing.md lists every code that an import can report, and none that does not exist."""

import re

from django.conf import settings

from offices.importing.anomalies import HOLDING, Code

TEXT = (settings.BASE_DIR / "docs" / "importing.md").read_text()
ROWS = dict(re.findall(r"^\| `([a-z_]+)` \| (.+) \|$", TEXT, flags=re.MULTILINE))


def test_every_anomaly_is_documented_and_none_that_is_not():
    assert set(ROWS) == set(Code.values)


def test_each_has_an_example_and_says_whether_its_block_waits():
    for code, row in ROWS.items():
        example, waits = (cell.strip() for cell in row.split(" | "))
        assert example
        assert (waits == "oui") is (code in HOLDING), code
