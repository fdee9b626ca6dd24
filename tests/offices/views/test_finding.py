"""From what a reader knows (where they live, why they ask) to the page that answers."""

import pytest

from tests.plugins.cast import publish

pytestmark = pytest.mark.django_db


def links(reader, address: str, within: str = "main") -> dict[str, str]:
    """Text → address of the links of a page."""
    nodes = reader.page(address).css(f"{within} a")
    return {" ".join(node.text().split()): node.attributes["href"] for node in nodes}


class TestTheOneField:
    def test_a_commune_leads_to_the_question_on_which_ground(self, isere, reader):
        assert links(reader, "/?q=Saint-Martin-d'Hères")["Saint-Martin-d'Hères (38)"] == "/ou-deposer/?commune=38421"

    def test_accents_capitals_and_postcodes_are_all_one(self, isere, reader):
        for query in ("SAINT MARTIN D HERES", "saint-martin-d'heres", "38400"):
            assert "Saint-Martin-d'Hères (38)" in links(reader, f"/?q={query}"), query

    def test_a_department_by_name_or_number(self, isere, reader):
        for query in ("isère", "38"):
            assert links(reader, f"/?q={query}")["Isère (département 38)"] == "/departements/38/", query

    def test_a_region(self, isere, reader):
        assert links(reader, "/?q=occitanie")["Occitanie (région)"] == "/regions/occitanie/"

    def test_an_office_by_words_of_its_name(self, isere, reader):
        found = links(reader, "/?q=sous-préfecture vienne")
        assert found["Sous-préfecture de Vienne"] == isere.vienne.get_absolute_url()

    def test_an_office_by_the_code_of_its_departement(self, isere, reader):
        found = links(reader, "/?q=préfecture 38")
        assert found["Préfecture de l'Isère"] == isere.grenoble.get_absolute_url()
        assert "Préfecture de l'Isère" not in links(reader, "/?q=préfecture 69")

    def test_a_ground_by_its_initials(self, isere, reader):
        assert links(reader, "/?q=AES")["Admission exceptionnelle au séjour"] == isere.ground.get_absolute_url()

    @pytest.mark.parametrize("typed", ["étudiants", "étudiante", "ETUDIANTES"])
    def test_a_ground_as_those_call_themselves_of_whom_it_speaks(self, isere, claire, reader, typed):
        ground = publish({"kind": "ground", "title": "Étudiant", "filing": "anef"}, by=claire)
        assert links(reader, f"/?q={typed}")["Étudiant"] == ground.get_absolute_url()

    @pytest.mark.parametrize("typed", ["ANEF", "recepisse", "timbre fiscal"])
    def test_a_word_of_the_administration_is_explained_before_a_village_is_proposed(self, isere, reader, typed):
        text = reader.text(f"/?q={typed}")
        assert "Quelques mots" in text
        assert "Vouliez-vous dire" not in text

    def test_what_people_call_otherwise_is_found_by_its_explanation(self, isere, reader):
        assert "Admission exceptionnelle au séjour (AES)" in reader.text("/?q=régularisation")

    def test_two_offices_of_one_name_are_told_apart_by_their_departement(self, isere, claire, reader):
        office = {
            "kind": "office",
            "name": "Sous-préfecture de Vienne",
            "office_kind": "sous_prefecture",
            "department": "69",
        }
        publish(office, by=claire)
        text = reader.text("/?q=sous-préfecture de vienne")
        assert "Sous-préfecture de Vienne Isère" in text
        assert "Sous-préfecture de Vienne Rhône" in text

    def test_the_office_whose_name_was_typed_comes_first(self, isere, claire, reader):
        for name, department in (("Préfecture des Bouches-du-Rhône", "13"), ("Préfecture du Rhône", "69")):
            office = {"kind": "office", "name": name, "office_kind": "prefecture", "department": department}
            publish(office, by=claire)
        found = list(links(reader, "/?q=préfecture du rhône"))
        assert found.index("Préfecture du Rhône") < found.index("Préfecture des Bouches-du-Rhône")

    def test_no_two_headings_of_the_answers_are_the_same(self, isere, reader):
        headings = [node.text(strip=True) for node in reader.page("/?q=vienne").css("h2")]
        assert headings[:3] == ["Départements et régions", "Communes", "Autres départements et régions"]
        assert len(headings) == len(set(headings))

    def test_a_typing_error_is_answered_by_a_question(self, isere, reader):
        text = reader.text("/?q=grenobel")
        assert "Vouliez-vous dire" in text
        assert "Grenoble (38)" in text

    def test_nothing_found_says_what_to_try(self, isere, reader):
        assert "Rien ne s'appelle « xyzzy »" in reader.text("/?q=xyzzy")

    @pytest.mark.parametrize("query", ["régularisation", "carte de séjour"])
    def test_who_looked_for_a_reason_and_not_for_a_place_is_led_to_the_grounds(self, isere, reader, query):
        assert links(reader, f"/?q={query}")["liste des fondements"] == "/fondements/"
        assert "liste des fondements" not in links(reader, "/?q=grenoble")

    def test_what_was_typed_is_never_markup(self, isere, reader):
        assert not reader.page("/?q=<b>gras</b>").css("main b")

    @pytest.mark.parametrize("query", ["%00", "%ED%A0%80", "%F0%9F%98%80", "'\"--", "x" * 5000, "%25_%25"])
    def test_no_question_is_too_strange(self, isere, reader, query):
        assert reader.get(f"/?q={query}").status_code == 200
        assert reader.get(f"/ou-deposer/?q={query}").status_code == 200

    def test_an_empty_question_is_the_home_page(self, isere, reader):
        assert reader.get("/?q=%20").content == reader.get("/").content


class TestTheLookup:
    def test_each_step_has_its_own_address(self, isere, reader):
        assert links(reader, "/ou-deposer/?q=grenoble")["Grenoble (38)"] == "/ou-deposer/?commune=38185"
        grounds = links(reader, "/ou-deposer/?commune=38185")
        address = "/ou-deposer/?commune=38185&fondement=admission-exceptionnelle-au-sejour"
        assert grounds["Admission exceptionnelle au séjour"] == address
        assert "Votre guichet : Préfecture de l'Isère." in reader.text(address)

    def test_the_ground_may_be_known_first(self, isere, reader):
        found = links(reader, f"/ou-deposer/?fondement={isere.ground.slug}&q=grenoble")
        assert found["Grenoble (38)"] == f"/ou-deposer/?commune=38185&fondement={isere.ground.slug}"

    def test_three_places_are_called_vienne(self, isere, reader):
        found = links(reader, "/ou-deposer/?q=vienne")
        assert found["Vienne (38)"] == "/ou-deposer/?commune=38544"
        assert found["Vienne (département 86)"] == "/departements/86/"
        assert found["Haute-Vienne (département 87)"] == "/departements/87/"
        assert list(found)[:3] == ["Vienne (département 86)", "Haute-Vienne (département 87)", "Vienne (38)"]

    def test_homonyms_are_told_apart_by_the_name_of_their_departement(self, isere, reader):
        text = reader.text("/ou-deposer/?q=st denis")
        assert "Saint-Denis (974) La Réunion" in text
        assert "Saint-Denis (93) Seine-Saint-Denis" in text

    def test_a_departement_or_a_region_leads_to_its_page(self, isere, reader):
        assert links(reader, "/ou-deposer/?q=isère")["Isère (département 38)"] == "/departements/38/"
        assert links(reader, "/ou-deposer/?q=Wallis")["Wallis et Futuna (986)"] == "/departements/986/"
        for typed in ("bretagne", "bretange"):
            assert links(reader, f"/ou-deposer/?q={typed}")["Bretagne (région)"] == "/regions/bretagne/"

    def test_a_postcode_of_several_communes_asks_which(self, isere, reader):
        found = links(reader, "/ou-deposer/?q=34500")
        assert {"Béziers (34)", "Villeneuve-lès-Béziers (34)"} <= set(found)

    @pytest.mark.parametrize(
        ("postcode", "commune"),
        [("38130", "38151"), ("75018", "75118"), ("69003", "69383"), ("98800", "98818"), ("38 130", "38151")],
    )
    def test_a_postcode_of_one_place_goes_on(self, isere, client, postcode, commune):
        answer = client.get("/ou-deposer/", {"q": postcode, "fondement": isere.ground.slug})
        assert answer["Location"] == f"/ou-deposer/?commune={commune}&fondement={isere.ground.slug}"
        assert client.get("/ou-deposer/", {"q": postcode})["Location"] == f"/ou-deposer/?commune={commune}"

    def test_what_resembles_is_a_question_only_where_nothing_is_called_so(self, isere, reader):
        assert "Vouliez-vous dire" in reader.text("/ou-deposer/?q=grenobel")
        assert "Vouliez-vous dire" not in reader.text("/ou-deposer/?q=Wallis")

    def test_what_nobody_wrote_is_never_guessed(self, isere, reader):
        text = reader.text(f"/ou-deposer/?commune=38544&fondement={isere.ground.slug}")
        assert "Nous ne savons pas si ces demandes sont reçues ici : Sous-préfecture de Vienne." in text
        assert "À qui demander" in text

    def test_another_office_is_named_where_the_own_one_refuses(self, isere, claire, reader):
        refusal = {
            "kind": "procedure",
            "title": "Vienne",
            "department": "38",
            "offices": [isere.vienne.slug],
            "grounds": [isere.ground.slug],
            "territory": {"arrondissements": ["383"]},
            "handling": "not_handled",
            "see_instead": {"office": isere.grenoble.slug},
        }
        publish(refusal, by=claire)
        text = reader.text(f"/ou-deposer/?commune=38544&fondement={isere.ground.slug}")
        assert (
            "La sous-préfecture de Vienne ne traite pas ces demandes. Adressez-vous à : Préfecture de l'Isère." in text
        )

    def test_the_national_platform_takes_requests_from_everywhere(self, isere, claire, reader):
        ground = publish({"kind": "ground", "title": "Étudiant", "filing": "anef"}, by=claire)
        text = reader.text(f"/ou-deposer/?commune=34032&fondement={ground.slug}")
        assert "plateforme nationale (ANEF), quelle que soit votre commune" in text

    def test_the_platform_is_a_link_to_tap_on_the_answer_and_on_the_ground_cases_included(self, isere, claire, reader):
        url = "https://plateforme.example.org"
        wider = publish({"kind": "ground", "title": "Étudiant", "filing": "anef", "platform_url": url}, by=claire)
        narrower = publish({"kind": "ground", "title": "En mobilité", "parent": wider.slug}, by=claire)
        for slug in (wider.slug, narrower.slug):
            for address in (f"/ou-deposer/?commune=34032&fondement={slug}", f"/fondements/{slug}/"):
                assert reader.page(address).css_first(f"main a.button[href='{url}']"), address

    def test_a_department_of_which_nothing_is_written_says_so(self, isere, reader):
        text = reader.text(f"/ou-deposer/?commune=34032&fondement={isere.ground.slug}")
        assert "Aucune information sur cette demande dans ce département : Hérault (34)." in text

    @pytest.mark.parametrize(
        "query",
        [
            "commune=99999",
            "fondement=rien",
            "commune=38185&fondement=rien",
            "commune=%00",
            "fondement=%00",
            "commune=<b>",
        ],
    )
    def test_what_does_not_exist_is_no_page(self, isere, reader, query):
        assert reader.get(f"/ou-deposer/?{query}").status_code == 404


class TestTerritories:
    @pytest.mark.parametrize("address", ["/", "/ou-deposer/"])
    def test_a_departement_and_a_region_of_one_name_are_told_apart(self, isere, reader, address):
        links = {link.text() for link in reader.page(f"{address}?q=la+reunion").css("main .list a")}
        assert {"La Réunion (département 974)", "La Réunion (région)"} <= links

    def test_the_name_of_a_departement_asks_for_no_commune_of_another(self, isere, reader):
        links = [link.text() for link in reader.page("/?q=val+d%27oise").css("main .list a")]
        assert links == ["Val-d'Oise (département 95)"]

    def test_a_region_says_where_nothing_is_written(self, isere, reader):
        text = reader.text("/regions/auvergne-rhone-alpes/")
        assert "Ain (01) Aucune information" in text
        assert "Isère (38) 1 fiche" in text

    def test_a_department_lists_every_office_and_what_is_known_of_each(self, isere, claire, reader):
        publish({"kind": "ground", "title": "Salarié", "filing": "office"}, by=claire)
        text = reader.text("/departements/38/")
        assert "Préfecture de l'Isère Admission exceptionnelle au séjour Il faut d'abord" in text
        assert "Aucune information pour : Salarié." in text
        assert "Sous-préfecture de Vienne Aucune information : personne n'a encore écrit" in text

    def test_an_office_that_refuses_everything_leaves_no_question_open(self, isere, claire, reader):
        refusal = {"kind": "procedure", "title": "Vienne", "department": "38", "offices": [isere.vienne.slug]}
        publish(
            refusal | {"grounds": [isere.ground.slug], "handling": "not_handled", "scope": "all_permits"}, by=claire
        )
        publish({"kind": "ground", "title": "Salarié", "filing": "office"}, by=claire)
        assert reader.text("/departements/38/").count("Aucune information pour : Salarié.") == 1

    def test_the_home_page_tells_the_last_changes(self, isere, reader):
        text = reader.text("/")
        assert "Derniers changements" in text
        assert "Admission exceptionnelle au séjour – préfecture de Grenoble" in text

    def test_grounds_are_sorted_by_where_they_are_filed(self, isere, claire, reader):
        publish({"kind": "ground", "title": "Étudiant", "filing": "anef"}, by=claire)
        page = reader.page("/fondements/")
        assert "Étudiant" in page.css_first("#anef").text()
        assert "Admission exceptionnelle au séjour" in page.css_first("#office").text()
