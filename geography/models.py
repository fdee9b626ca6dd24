"""Official geography of France (INSEE's Code officiel géographique). A leaf: it imports no other app.

Codes are strings: "2A", "971", "2A004". Everything here is loaded by `manage.py load_geography`; nothing else writes
it, except the administration in the months between a change of name and the next yearly edition.
"""

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from geography import names


def says_it_in_french() -> bool:
    """Whether names take a French article and "de": in a sentence of another language they stand alone."""
    return (get_language() or "fr").startswith("fr")


class Place(models.Model):
    """What every territory has: an official code, a name, and how French links that name in a sentence."""

    code = models.CharField(_("code"), max_length=5, primary_key=True)
    name = models.CharField(_("nom"), max_length=60)
    link = models.PositiveSmallIntegerField(
        _("liaison"), default=0, help_text=_("Code INSEE « type de nom en clair » (TNCC) : de, d', du, de la, des…")
    )

    class Meta:
        abstract = True

    def __str__(self):
        return self.name

    @property
    def name_with_de(self) -> str:
        return names.with_de(self.name, self.link) if says_it_in_french() else self.name


class Region(Place):
    rank: int  # how well it answers, where geography/search.py found it

    slug = models.SlugField(_("adresse"), max_length=60, unique=True)
    seat = models.ForeignKey("Commune", on_delete=models.PROTECT, related_name="+", verbose_name=_("chef-lieu"))

    class Meta:
        ordering = ["slug"]  # alphabetical whatever the collation: "Île-de-France" between "Hauts" and "La"
        verbose_name = _("région")
        verbose_name_plural = _("régions")

    @property
    def name_with_article(self) -> str:
        return names.with_article(self.name, self.link) if says_it_in_french() else self.name


class Zone(models.TextChoices):
    METROPOLE = "metro", _("métropole")
    OVERSEAS_DEPARTMENT = "drom", _("département et région d'outre-mer")
    COLLECTIVITY = "com", _("collectivité d'outre-mer")


class Department(Place):
    """A department, or what stands in its place overseas (109 in all)."""

    rank: int  # how well it answers, where geography/search.py found it

    slug = models.SlugField(_("adresse"), max_length=60, unique=True)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="departments", verbose_name=_("région"))
    seat = models.ForeignKey("Commune", on_delete=models.PROTECT, related_name="+", verbose_name=_("chef-lieu"))
    zone = models.CharField(_("zone"), max_length=5, choices=Zone, default=Zone.METROPOLE)

    class Meta:
        ordering = ["code"]
        verbose_name = _("département")
        verbose_name_plural = _("départements")

    @property
    def name_with_article(self) -> str:
        return names.with_article(self.name, self.link) if says_it_in_french() else self.name

    @property
    def label(self) -> str:
        return f"{self.name} ({self.code})"


class Arrondissement(Place):
    """A part of a department with its own sub-prefect, unless its seat is the department's. Its name is not always its
    seat's (Évry has its seat in Évry-Courcouronnes). Collectivities and Mayotte have none."""

    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, related_name="arrondissements", verbose_name=_("département")
    )
    seat = models.ForeignKey("Commune", on_delete=models.PROTECT, related_name="+", verbose_name=_("chef-lieu"))

    class Meta:
        ordering = ["code"]
        verbose_name = _("arrondissement")
        verbose_name_plural = _("arrondissements")


class CommuneKind(models.TextChoices):
    COMMUNE = "commune", _("commune")
    DELEGATED = "delegated", _("commune déléguée")
    ASSOCIATED = "associated", _("commune associée")
    MUNICIPAL_ARRONDISSEMENT = "municipal", _("arrondissement municipal")
    FORMER = "former", _("ancienne commune")


class CommuneQuerySet(models.QuerySet):
    def current(self):
        """The communes of today: each point of France lies in exactly one."""
        return self.filter(kind=CommuneKind.COMMUNE)


class Commune(Place):
    """A commune of today, or a part or predecessor of one: people know the name of the place they live in.

    Parts and predecessors have their own code and a `parent`; they lie in their parent's department and arrondissement
    (Escaufourt, 02285, is now in the Nord), so competence never depends on which of the two is given.
    A delegated commune that shares its parent's code is no row of its own: its name is one of `former_names`.
    """

    kind = models.CharField(_("type"), max_length=10, choices=CommuneKind, default=CommuneKind.COMMUNE)
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="parts",
        verbose_name=_("commune actuelle"),
    )
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, related_name="communes", verbose_name=_("département")
    )
    arrondissement = models.ForeignKey(
        Arrondissement,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="communes",
        verbose_name=_("arrondissement"),
    )
    population = models.PositiveIntegerField(_("population municipale"), null=True, blank=True)
    former_names = models.JSONField(_("anciens noms"), default=list, blank=True)
    norm = models.TextField(_("texte de recherche"), blank=True, editable=False)

    objects = CommuneQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        verbose_name = _("commune")
        verbose_name_plural = _("communes")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind=CommuneKind.COMMUNE, parent=None)
                | (~models.Q(kind=CommuneKind.COMMUNE) & models.Q(parent__isnull=False)),
                name="commune_or_part_of_one",
                violation_error_message=_("Une commune actuelle n'a pas de commune parente ; toute autre en a une."),
            )
        ]

    def __str__(self):
        return self.label

    @property
    def label(self) -> str:
        """The name with its department: 1,441 names are borne by several communes."""
        return f"{self.name} ({self.department_id})"

    @property
    def current(self) -> "Commune":
        """The commune of today in which this place lies."""
        return self.parent or self


class PostalCode(models.Model):
    """One postcode that serves one commune or municipal arrondissement. It never decides an office: 581 of the 6,310
    postcodes lie in several arrondissements."""

    code = models.CharField(_("code postal"), max_length=5)
    commune = models.ForeignKey(
        Commune, on_delete=models.CASCADE, related_name="postal_codes", verbose_name=_("commune")
    )

    class Meta:
        ordering = ["code", "commune_id"]
        verbose_name = _("code postal")
        verbose_name_plural = _("codes postaux")
        constraints = [models.UniqueConstraint(fields=["code", "commune"], name="postal_code_once")]

    def __str__(self):
        return self.code


class LoadedEdition(models.Model):
    """One row: the hash of the data that stands in the tables, so that loading them again is not even tried. Made anew
    with each edition and with each correction by hand: no two have the same number."""

    digest = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("édition chargée")
        verbose_name_plural = _("éditions chargées")

    def __str__(self):
        return self.digest
