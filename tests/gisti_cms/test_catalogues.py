"""The catalogues of locale/ are read, compiled and judged without GNU gettext."""

import gettext
from io import BytesIO

import pytest

from gisti_cms import catalogues

EXAMPLE = """
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

#: offices/words.py
#, python-format
msgid "de %(opens)s à %(closes)s"
msgstr "from %(opens)s to %(closes)s"

msgctxt "a day"
msgid ""
"pour"
msgstr "for"

msgid "%d jour"
msgid_plural "%d jours"
msgstr[0] "one day"
msgstr[1] "%d days"

#, fuzzy
msgid "au guichet"
msgstr "by post"

msgid "par courrier"
msgstr ""

#~ msgid "gone"
#~ msgstr "gone"
"""


def test_what_is_compiled_is_what_gettext_reads():
    read = gettext.GNUTranslations(BytesIO(catalogues.compiled(catalogues.read(EXAMPLE))))
    assert read.gettext("de %(opens)s à %(closes)s") == "from %(opens)s to %(closes)s"
    assert read.pgettext("a day", "pour") == "for"
    assert [read.ngettext("%d jour", "%d jours", number) for number in (1, 3)] == ["one day", "%d days"]
    assert read.gettext("au guichet") == "au guichet", "what is to be checked is not shown"


def test_what_is_missing_is_named():
    assert list(catalogues.problems(catalogues.read(EXAMPLE))) == [
        "to be checked: au guichet",
        "not translated: par courrier",
    ]


@pytest.mark.parametrize(
    ("source", "said", "problem"),
    [
        ("le %(day)s", "on %(date)s", "other placeholders"),
        ("le <a>%s</a>", "on %s", "other HTML tags"),
        ("le %s", "on %s", None),
    ],
)
def test_a_translation_has_the_signs_of_its_source(source, said, problem):
    found = list(catalogues.differences(catalogues.Entry(source, said={0: said})))
    assert found == ([problem] if problem else [])


def test_a_form_for_one_or_for_two_may_do_without_the_number():
    arabic = catalogues.Entry("%d mois", plural="%d mois", said={0: "%d شهر", 1: "شهر واحد", 2: "شهران"})
    assert list(catalogues.differences(arabic)) == []


def test_what_is_committed_compiled_is_what_is_committed_written():
    assert catalogues.paths()
    for path in catalogues.paths():
        compiled = catalogues.compiled(catalogues.read(path.read_text()))
        assert path.with_suffix(".mo").read_bytes() == compiled, f"{path}: run manage.py compilemessages"
