"""What the page of a procedure, an office or a ground says, in each state that its content can be in."""

from datetime import UTC, date, datetime

import pytest
from django.db.models import Choices

from offices import moderation
from offices.enums import Origin, PageKind, ProposalAction, WarningCode
from offices.models import Page, PageSlug
from offices.references import nodes
from sources.enums import Verdict
from tests.plugins.cast import approve, propose, publish, with_fee
from tests.plugins.filled import filled

pytestmark = pytest.mark.django_db

ISERE = {"department": "38", "grounds": ["admission-exceptionnelle-au-sejour"]}


def procedure(**facts) -> dict:
    return {"kind": "procedure", "title": "Une démarche", "offices": ["sous-prefecture-vienne"], **ISERE, **facts}


class TestAProcedure:
    def test_it_answers_how_before_anything_else(self, isere, reader):
        text = reader.text(isere.filing.get_absolute_url())
        assert text.startswith(
            "Admission exceptionnelle au séjour – préfecture de Grenoble "
            "Il faut d'abord prendre rendez-vous en ligne, puis envoyer la demande par courrier."
        )

    def test_it_says_where_with_the_lines_of_the_envelope(self, isere, reader):
        label = reader.page(isere.filing.get_absolute_url()).css_first("address")
        assert label.html.count("<br>") == 2
        assert label.text(separator="|") == "Bureau du séjour|12 place de Verdun|38000 Grenoble"

    def test_it_says_for_whom_and_with_what(self, isere, reader):
        text = reader.text(isere.filing.get_absolute_url(), ".brief")
        assert "Habitants de l'arrondissement de Grenoble" in text
        assert "50,00 €" in text

    def test_links_do_not_tell_where_one_comes_from(self, isere, reader):
        links = reader.page(isere.filing.get_absolute_url()).css("main a[href^=http]")
        assert links
        assert all(link.attributes["rel"] == "noreferrer" for link in links)

    @pytest.mark.parametrize(
        ("facts", "sentence"),
        [
            ({"handling": "not_handled"}, "Ce guichet ne traite pas ces demandes."),
            (
                {"handling": "not_handled", "see_instead": {"office": "prefecture-grenoble"}},
                "Il faut s'adresser ailleurs : Préfecture de l'Isère.",
            ),
            (
                {"handling": "not_handled", "scope": "all_permits"},
                "Ce guichet ne traite aucune demande de titre de séjour.",
            ),
            ({"handling": "unknown"}, "On ne sait pas si ce guichet traite ces demandes."),
            ({"way": "unknown"}, "Ce guichet est compétent, mais la façon de déposer la demande n'est pas connue."),
            (
                {"way": "other_procedure", "see_instead": {"label": "premier titre de séjour"}},
                "seule une autre démarche est décrite : premier titre de séjour.",
            ),
        ],
    )
    def test_what_is_not_an_ordinary_answer_is_a_full_sentence(self, isere, claire, reader, facts, sentence):
        page = publish(procedure(**facts), by=claire)
        assert sentence in reader.text(page.get_absolute_url(), ".lead")

    def test_where_to_go_instead_is_a_link(self, isere, claire, reader):
        page = publish(procedure(handling="not_handled", see_instead={"office": isere.grenoble.slug}), by=claire)
        links = [link.attributes["href"] for link in reader.page(page.get_absolute_url()).css("main .lines a")]
        assert links == [isere.grenoble.get_absolute_url()]

    def test_steps_that_replace_one_another_are_joined_by_ou(self, isere, claire, reader):
        steps = [
            {"id": "a", "purpose": "gather"},
            {"id": "b", "purpose": "send", "channel": "post"},
            {"id": "c", "purpose": "hand_in", "channel": "dropbox", "alternative": True},
            {"id": "d", "purpose": "follow_up", "channel": "email"},
        ]
        page = publish(procedure(steps=steps), by=claire)
        numbers = [node.text() for node in reader.page(page.get_absolute_url()).css(".steps .number")]
        assert numbers == ["1", "2", "ou", "3"]

    def test_what_holds_for_some_grounds_only_stands_under_their_name(self, isere, claire, reader):
        requirements = [
            {"id": "b", "document": "payslips", "grounds": ["admission-exceptionnelle-au-sejour"]},
            {"id": "a", "document": "passport"},
        ]
        text = reader.text(publish(procedure(requirements=requirements), by=claire).get_absolute_url(), "#pieces")
        assert text == (
            "Pièces à fournir Passeport Seulement pour : Admission exceptionnelle au séjour Bulletins de paie"
        )

    def test_what_is_refused_stands_before_how_to_file(self, isere, claire, reader):
        refused = [{"id": "a", "channel": "post"}, {"id": "b", "channel": "email", "outcome": "returned"}]
        steps = [{"id": "a", "purpose": "hand_in", "channel": "counter"}]
        page = publish(procedure(forbidden_channels=refused, steps=steps), by=claire)
        text = reader.text(page.get_absolute_url())
        assert text.index("Refusé Par courrier Par courriel : le dossier est renvoyé.") < text.index("Étape 1")

    @pytest.mark.parametrize(
        ("step", "heading"),
        [
            ({"purpose": "book", "channel": "phone"}, "Le jour du rendez-vous"),
            (
                {"purpose": "hand_in", "channel": "counter", "hours": [{"id": "h", "walking": "appointment_only"}]},
                "Le jour du rendez-vous",
            ),
            (
                {"purpose": "hand_in", "channel": "counter", "hours": [{"id": "h", "walking": "without_appointment"}]},
                "Sur place",
            ),
        ],
    )
    def test_who_comes_without_an_appointment_has_no_day_of_it(self, isere, claire, reader, step, heading):
        rules = [{"id": "r", "rule": "limited_tickets"}]
        page = publish(procedure(steps=[{"id": "a", **step}], day_rules=rules), by=claire)
        assert reader.text(page.get_absolute_url(), "#jour") == f"{heading} Nombre de tickets limité."

    def test_a_step_says_all_that_is_needed_to_do_it(self, isere, claire, reader):
        step = {
            "id": "a",
            "purpose": "send",
            "channel": "email",
            "email": "sejour@isere.example",
            "wording": "Objet : AES",
            "attachments": ["passport", "photo"],
            "needs": ["email_address", "printer"],
        }
        page = publish(procedure(steps=[step]), by=claire)
        assert reader.text(page.get_absolute_url(), ".steps > li") == (
            "1 Étape 1 : Envoyer la demande par courriel Écrire à sejour@isere.example "
            "Le message doit dire Objet : AES À joindre au message Passeport Photographie d'identité "
            "Il vous faut Une adresse électronique et une imprimante."
        )

    def test_an_address_may_be_that_of_an_office(self, isere, claire, reader):
        steps = [{"id": "a", "purpose": "hand_in", "channel": "counter", "office": isere.grenoble.slug}]
        page = publish(procedure(steps=steps), by=claire)
        assert "12 place de Verdun" in reader.text(page.get_absolute_url(), "address")

    def test_quotations_and_remarks_are_told_apart(self, isere, claire, reader):
        page = publish(
            procedure(
                passages=[
                    {
                        "id": "p",
                        "text": "# Horaires\nLe lundi,\nle jeudi.\n\nLe mardi.",
                        "source": "s",
                        "read_on": "2023-02-09",
                    }
                ],
                remarks=[{"id": "r", "text": "Venez tôt."}],
                sources=[{"id": "s", "url": "https://www.isere.gouv.fr/page"}],
            ),
            by=claire,
        )
        read = reader.page(page.get_absolute_url())
        quote = read.css_first("blockquote")
        assert quote.attributes["cite"] == "https://www.isere.gouv.fr/page"
        assert quote.css_first("h3").text() == "Horaires"
        assert [paragraph.text() for paragraph in quote.css("p")] == ["Le lundi,\nle jeudi.", "Le mardi."]
        assert "Source 1, lu le 9 février 2023." in reader.text(page.get_absolute_url(), "figcaption")
        assert read.css_first(".remark").text().strip() == "Venez tôt."

    def test_our_law_stands_beside_their_practice(self, isere, claire, reader):
        law = {"kind": "legal_note", "title": "Le rendez-vous en ligne ne peut être imposé", "text": "…"}
        note = publish(law | {"practices": ["booking_only"]}, by=claire)
        publish(law | {"title": "Les timbres", "practices": ["fee_at_filing"]}, by=claire)
        links = reader.page(isere.filing.get_absolute_url()).css("#notes a")
        assert [link.attributes["href"] for link in links] == [note.get_absolute_url()]


class TestDates:
    def test_old_facts_look_old_whatever_the_day(self, isere, reader):
        moderation.verify(isere.filing, on=date(2023, 2, 1), origin=Origin.DOSSIER)
        text = reader.text(isere.filing.get_absolute_url(), ".freshness")
        assert text == "Confirmé pour la dernière fois le 1er février 2023. Personne ne l'a confirmé depuis."

    def test_what_nobody_ever_confirmed_says_so(self, isere, reader):
        text = reader.text(isere.filing.get_absolute_url(), ".freshness")
        assert text == "Personne n'a encore confirmé ces informations."

    def test_since_when_stands_above_the_address(self, isere, reader):
        html = reader.get(isere.filing.get_absolute_url()).content.decode()
        assert html.index('class="freshness"') < html.index("<address")

    def test_three_dates_are_never_mixed(self, isere, reader):
        moderation.verify(isere.filing, on=date(2023, 2, 9), origin=Origin.DOSSIER)
        Page.objects.filter(pk=isere.filing.pk).update(edited_at=datetime(2026, 3, 1, 23, 30, tzinfo=UTC))
        read(isere.filing, verdict=Verdict.ALIVE, at=datetime(2026, 4, 5, 10, tzinfo=UTC))
        moderation.tell_sources()
        assert reader.text(isere.filing.get_absolute_url(), "#dates") == (
            "Dates Texte publié le 2 mars 2026 Confirmé par une personne qui a relu la source le 9 février 2023 "
            "Sources rouvertes par un programme le 5 avril 2026"
        )
        assert "Relue automatiquement le 5 avril 2026 : en ligne." in reader.text(
            isere.filing.get_absolute_url(), "#sources"
        )

    def test_what_the_checker_found_is_public_once_it_stands_in_the_log(self, isere, reader):
        before = reader.get(isere.filing.get_absolute_url()).content
        read(isere.filing, verdict=Verdict.MOVED, at=datetime(2026, 4, 5, 10, tzinfo=UTC), moved_to="https://isere.fr/")
        assert reader.get(isere.filing.get_absolute_url()).content == before
        moderation.tell_sources()
        text = reader.text(isere.filing.get_absolute_url(), "#sources")
        assert text.endswith("Relue automatiquement le 5 avril 2026 : déplacée. Nouvelle adresse")


def read(page, *, verdict, at, moved_to=""):
    """The checker has read the page's sources."""
    page.index.sources.update(verdict=verdict, last_checked_at=at, moved_to=moved_to)


class TestWarnings:
    def test_a_warning_stands_above_the_headline_with_its_date(self, isere, claire, reader):
        moderation.warn(isere.filing, code=WarningCode.OFFICE_CLOSED, by=claire)
        html = reader.get(isere.filing.get_absolute_url()).content.decode()
        assert html.index("Ce guichet serait fermé.") < html.index('class="lead"')
        assert "Mise en garde posée le" in reader.text(isere.filing.get_absolute_url(), ".alert--warning")

    def test_a_warning_on_a_step_stands_in_that_step(self, isere, claire, reader):
        moderation.warn(isere.filing, code=WarningCode.LINK_DEAD, by=claire, step="book")
        assert "Le lien indiqué ne fonctionne plus." in reader.text(isere.filing.get_absolute_url(), "#etape-book")

    def test_lists_that_lead_to_the_page_say_that_there_is_one(self, isere, claire, reader):
        moderation.warn(isere.filing, code=WarningCode.OFFICE_CLOSED, by=claire)
        for address in (isere.grenoble.get_absolute_url(), "/departements/38/"):
            assert "Mise en garde" in reader.text(address), address

    def test_the_lookup_says_it_above_its_answer(self, isere, claire, reader):
        moderation.warn(isere.filing, code=WarningCode.LINK_DEAD, by=claire, step="book")
        moderation.warn(isere.grenoble, code=WarningCode.OFFICE_CLOSED, by=claire)
        html = reader.get(f"/ou-deposer/?commune=38185&fondement={isere.ground.slug}").content.decode()
        for sentence in ("Ce guichet serait fermé.", "Le lien indiqué ne fonctionne plus."):
            assert html.index(sentence) < html.index('class="lead"')

    def test_a_lifted_warning_is_gone(self, isere, claire, reader):
        moderation.lift(moderation.warn(isere.filing, code=WarningCode.OFFICE_CLOSED, by=claire), by=claire)
        assert "Mise en garde" not in reader.text(isere.filing.get_absolute_url())


class TestAnOffice:
    def test_silence_is_not_a_statement(self, isere, reader):
        text = reader.text(isere.vienne.get_absolute_url(), ".lead")
        assert text.startswith("Aucune information")

    def test_it_says_what_is_filed_there_and_how(self, isere, reader):
        text = reader.text(isere.grenoble.get_absolute_url(), ".list")
        assert text.startswith("Admission exceptionnelle au séjour Il faut d'abord prendre rendez-vous en ligne")

    def test_it_says_where_it_is(self, isere, reader):
        assert "12 place de Verdun" in reader.text(isere.grenoble.get_absolute_url(), "#adresses")


class TestAGround:
    def test_it_says_where_requests_are_filed(self, isere, reader):
        text = reader.text(isere.ground.get_absolute_url(), ".lead")
        assert text == "Ces demandes se déposent auprès de la préfecture ou de la sous-préfecture."

    def test_a_narrower_ground_is_filed_like_the_wider_one_it_belongs_to(self, isere, claire, reader):
        narrow = {"kind": "ground", "title": "AES – travail", "parent": isere.ground.slug}
        page = publish(narrow, by=claire)
        assert "auprès de la préfecture" in reader.text(page.get_absolute_url(), ".lead")

    def test_nothing_is_said_of_where_a_ground_is_filed_that_nobody_wrote(self, claire, reader):
        page = publish({"kind": "ground", "title": "Visiteur"}, by=claire)
        assert "Nous ne savons pas" in reader.text(page.get_absolute_url(), ".lead")


class TestNothingIsLeftOut:
    """Every field of the shape is filled, each text with a word of its own; all of them must be on the page."""

    @pytest.mark.parametrize("kind", list(PageKind))
    def test_no_text(self, isere, claire, reader, kind):
        document, words = numbered(filled(kind, "mot").model_dump(mode="json"))
        page = publish(document | ORDINARY.get(kind, {}), by=claire)
        shown = reader.get(page.get_absolute_url()).content.decode().lower()
        assert len(words) > 3
        assert [word for word in words if word not in shown] == []

    @pytest.mark.parametrize("kind", list(PageKind))
    def test_no_code(self, isere, claire, reader, kind):
        page = publish(filled(kind, "mot").model_dump(mode="json") | ORDINARY.get(kind, {}), by=claire)
        shown = reader.text(page.get_absolute_url(), "body").lower()
        labels = {" ".join(str(code.label).lower().split()) for code in codes_of(page.document)}
        assert {label for label in labels if label not in shown} - SAID_OTHERWISE == set()


# The filler fills these with what makes the rest of a procedure senseless; each state has its own sentence above.
ORDINARY = {PageKind.PROCEDURE: {"handling": "handled", "way": "known", "scope": "these_grounds"}}
# Codes whose label is not repeated word for word: a sentence made from them says it.
SAID_OTHERWISE = {
    "traite ces demandes",
    "la façon de déposer est connue",
    "pour ces fondements",
    "le matin",  # "lundi matin"
    "contexte",  # plain text needs no word of its own
    "étapes",  # a numbered list
}


def numbered(document: dict) -> tuple[dict, list[str]]:
    """The same content, each of its texts with a word of its own; and these words."""
    words: list[str] = []

    def walk(node):
        if isinstance(node, dict):
            return {name: walk(child) for name, child in node.items()}
        if isinstance(node, list):
            return [walk(child) for child in node]
        if isinstance(node, str) and "mot" in node:
            words.append(f"mot{len(words)}x")
            return node.replace("mot", words[-1])
        return node

    return walk(document), words


def codes_of(content):
    """Every coded fact of a content."""
    for node in nodes(content):
        for name in type(node).model_fields:
            value = getattr(node, name)
            yield from (code for code in (value if isinstance(value, tuple) else (value,)) if isinstance(code, Choices))


class TestAddresses:
    def test_an_old_address_leads_to_the_new_one_for_ever(self, isere, reader):
        PageSlug.objects.create(slug="ancienne-adresse", page=isere.filing)
        for tail in ("", "historique/", "versions/1/"):
            response = reader.get(f"/modalites/ancienne-adresse/{tail}")
            assert response.status_code == 301
            assert response["Location"] == isere.filing.get_absolute_url() + tail

    def test_a_removed_page_says_since_when(self, isere, amina, claire, reader):
        removal = propose(isere.filing, isere.filing.document, amina, action=ProposalAction.REMOVE)
        approve(removal, claire)
        response = reader.get(isere.filing.get_absolute_url())
        assert response.status_code == 410
        isere.filing.refresh_from_db()
        assert str(isere.filing.edited_at.year) in response.content.decode()
        assert "Verdun" not in response.content.decode()

    def test_a_page_is_found_under_its_own_kind_only(self, isere, reader):
        assert reader.get(f"/guichets/{isere.filing.slug}/").status_code == 404

    def test_what_does_not_exist_can_be_searched(self, reader):
        response = reader.get("/modalites/nulle-part/")
        assert response.status_code == 404
        assert 'type="search"' in response.content.decode()

    def test_a_department_is_written_in_capitals(self, reader):
        assert reader.get("/departements/2a/")["Location"] == "/departements/2A/"
        assert reader.get("/departements/999/").status_code == 404


def test_a_proposal_shows_nowhere_before_it_is_decided(isere, amina, claire, reader):
    proposal = propose(isere.filing, with_fee(isere.filing.document, "75"), amina)
    assert "75,00" not in reader.text(isere.filing.get_absolute_url())
    approve(proposal, claire)
    assert "75,00" in reader.text(isere.filing.get_absolute_url())
