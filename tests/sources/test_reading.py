import pytest

from sources.reading import MAX_TITLE, Unread, read

PREFECTURE = """<!doctype html>
<html lang="fr"><head><meta charset="utf-8"><title>Déposer une demande &amp; suivre</title>
<style>p { color: red }</style><script>var menu = "menu";</script></head>
<body>
<div id="tarteaucitronRoot">Nous utilisons des cookies.</div>
<div class="bandeau-cookies">Tout accepter</div>
<header role="banner"><p>Les services de l'État</p></header>
<nav><ul><li>Accueil<li>Contact</ul></nav>
<main>
  <nav class="breadcrumb">Accueil &gt; Étrangers</nav>
  <header><h1>Admission
     exceptionnelle</h1></header>
  <p>Envoyez <b>deux</b> photos et un timbre de <em>50&nbsp;€</em>
     par la poste.</p>
  <ul><li>un passeport</li><li>un justificatif<br>de domicile</li></ul>
  <table><tr><th>Lundi</th><td>9 h - 12 h</td></tr></table>
  <form action="/recherche"><label>Rechercher</label><input></form>
  <aside>À lire aussi</aside>
  <div hidden>Invisible</div>
</main>
<footer>Mentions légales</footer>
</body></html>"""

TEXT = """Admission exceptionnelle
Envoyez deux photos et un timbre de 50 € par la poste.
un passeport
un justificatif
de domicile
Lundi
9 h - 12 h"""


def test_the_text_of_a_page_is_what_stands_between_its_menus_line_by_line():
    reading = read(PREFECTURE.encode(), "text/html")
    assert (reading.title, reading.heading) == ("Déposer une demande & suivre", "Admission exceptionnelle")
    assert reading.text == TEXT
    assert reading.unread is None


def test_a_change_of_menu_or_banner_changes_no_text_and_one_digit_does():
    other_frame = (
        PREFECTURE.replace("Contact", "Nous écrire").replace("Tout accepter", "Accepter").replace("Menti", "m")
    )
    assert read(other_frame.encode(), "text/html").text == TEXT
    assert read(PREFECTURE.replace("50&nbsp;€", "55&nbsp;€").encode(), "text/html").text != TEXT


def test_a_page_without_main_is_read_from_its_content_or_its_body():
    assert (
        read(b"<header>Site</header><div id=content><p>Le guichet</p></div><p>Autour", "text/html").text == "Le guichet"
    )
    assert read(b"<header>Site</header><p>Le guichet</p><footer>Pied</footer>", "text/html").text == "Le guichet"
    assert read(b"<main></main><div><p>Le guichet</p></div>", "text/html").text == "Le guichet"


def test_a_page_that_stands_wholly_in_a_form_is_read():
    assert (
        read(b"<form id=aspnet><h1>Rendez-vous</h1><p>Le lundi</p></form>", "text/html").text == "Rendez-vous\nLe lundi"
    )


@pytest.mark.parametrize(
    ("charset", "declared"),
    [
        ("utf-8", "text/html; charset=utf-8"),
        ("utf-8", "text/html; charset=iso-8859-1"),  # wrong, and frequent
        ("utf-8", "text/html"),
        ("windows-1252", "text/html; charset=windows-1252"),
        ("windows-1252", "text/html; charset=ISO-8859-1"),
        ("windows-1252", "text/html; charset=utf-8"),  # wrong
        ("windows-1252", "text/html"),
        ("iso-8859-15", "text/html; charset=iso-8859-15"),
        ("utf-8-sig", "text/html; charset=iso-8859-1"),
        ("utf-16", "text/html"),
    ],
)
def test_accents_survive_what_was_declared(charset, declared):
    assert read("<p>Préfecture, 50 €</p>".encode(charset), declared).text == "Préfecture, 50 €"


@pytest.mark.parametrize("charset", ["utf-7", "idna", "unicode_escape", "zip", "nonsense", "utf-8; x"])
def test_an_odd_charset_is_never_followed(charset):
    assert read("<p>Préfecture</p>".encode("latin-1"), f"text/html; charset={charset}").text == "Préfecture"


def test_a_charset_in_the_page_itself_counts():
    page = '<meta charset="iso-8859-15"><p>50 €</p>'
    assert read(page.encode("iso-8859-15"), "text/html").text == "50 €"


@pytest.mark.parametrize(
    "page",
    [
        '<div id="root"></div><script src="/app.js"></script>',
        '<div id="root"></div><noscript>You need to enable JavaScript to run this app.</noscript><script></script>',
        "<p>Veuillez activer JavaScript pour continuer.</p><script></script>",
    ],
)
def test_a_page_made_by_a_script_is_unreadable_and_not_empty(page):
    reading = read(f"<title>Rendez-vous</title>{page}".encode(), "text/html")
    assert (reading.unread, reading.text) == (Unread.SCRIPT, "")
    assert reading.title == "Rendez-vous"


def test_a_short_page_and_a_page_that_mentions_javascript_are_read():
    assert read(b"<p>Fermeture le lundi</p><script></script>", "text/html").text == "Fermeture le lundi"
    long = f"<p>{'Le guichet reçoit sur rendez-vous. ' * 20}</p><noscript>JavaScript</noscript><script></script>"
    assert read(long.encode(), "text/html").unread is None


def test_a_page_without_text_says_so():
    assert read(b"<img src=affiche.jpg>", "text/html").unread == Unread.EMPTY
    assert read(b"", "text/html").unread == Unread.EMPTY


def test_other_files_are_there_but_not_ours_to_read():
    assert read(b"PK\x03\x04", "application/vnd.oasis.opendocument.text").unread == Unread.OTHER
    assert read(b"\x89PNG\r\n", "image/png").unread == Unread.OTHER


def test_plain_text_is_read_by_line():
    assert read(b"Lundi\r\n\r\n  9 h\t- 12 h\x00\n", "text/plain; charset=utf-8").text == "Lundi\n9 h - 12 h"


def test_a_page_sent_without_its_type_is_known_by_its_first_words():
    assert read(b"\n<!DOCTYPE html><p>Le guichet", "application/octet-stream").text == "Le guichet"


def test_a_title_is_cut():
    assert len(read(b"<title>" + b"x" * 5_000 + b"</title><p>a", "text/html").title) == MAX_TITLE


def test_elements_inside_dropped_elements_do_no_harm():
    nested = "<footer class=cookie>" * 30 + "<nav><aside><script>1</script></aside></nav>" + "</footer>" * 30
    assert read(f"{nested}<p>Le guichet</p>".encode(), "text/html").text == "Le guichet"


# --- PDF -------------------------------------------------------------------------------------------------------------


def pdf(*pages: str, title: str = "Formulaire") -> bytes:
    """A small PDF, written out: one line of text a page."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", "", "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"]
    kids = []
    for text in pages:
        stream = f"BT /F1 12 Tf 50 700 Td ({text}) Tj ET"
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
        fonts = "<< /Font << /F1 3 0 R >> >>"
        objects.append(f"<< /Type /Page /Parent 2 0 R /Resources {fonts} /Contents {len(objects)} 0 R >>")
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Count {len(kids)} /Kids [{' '.join(kids)}] >>"
    objects.append(f"<< /Title ({title}) >>")
    out, offsets = "%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{content}\nendobj\n"
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    trailer = f"<< /Size {len(objects) + 1} /Root 1 0 R /Info {len(objects)} 0 R >>"
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer\n{trailer}\nstartxref\n{len(out)}\n%%EOF"
    return out.encode("latin-1")


def test_the_text_of_a_pdf_is_read_page_after_page():
    reading = read(pdf("Deux photos", "Un timbre"), "application/pdf")
    assert (reading.title, reading.text) == ("Formulaire", "Deux photos\nUn timbre")


def test_a_pdf_is_known_by_its_bytes_whatever_it_is_called():
    assert read(pdf("Deux photos"), "application/octet-stream").text == "Deux photos"
    assert read(b"<!doctype html><p>Le guichet", "application/pdf").text == "Le guichet"
    assert read(b"rien", "application/pdf").unread == Unread.BROKEN


def test_a_pdf_made_of_pictures_has_no_text():
    assert read(pdf(""), "application/pdf").unread == Unread.EMPTY


def test_a_damaged_pdf_is_unreadable_wherever_it_is_damaged():
    whole = pdf("Deux photos", "Un timbre")
    damaged = [whole[:end] for end in range(9, len(whole), 37)]
    damaged += [whole[:at] + b"\xff\x00<<[" + whole[at + 5 :] for at in range(9, len(whole) - 5, 23)]
    for body in damaged:
        reading = read(body, "application/pdf")
        assert reading.text or reading.unread in (Unread.BROKEN, Unread.EMPTY)
