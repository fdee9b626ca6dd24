"""Whether what is published is what was decided. Read by `manage.py verify`; changes nothing.

Each finding is one French sentence that names what does not hold: a page, a decision, a line of the log.
"""

from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext as _

from offices import ledger, versions, words
from offices.content import content_hash
from offices.enums import ProposalState
from offices.indexing import index_state, reindexed_state
from offices.models import Change, Decision, Page


def findings() -> Iterator[str]:
    """Everything that is not as it was decided; nothing when all is well."""
    yield from broken_pages()
    yield from broken_chain()
    yield from broken_log()


def broken_pages() -> Iterator[str]:
    # Each page is read apart: below, an index is written and taken back, and SQLite refuses to write at once, whatever
    # the time one would wait, where an open cursor still reads what stood before somebody's decision.
    for slug in list(Page.objects.order_by("slug").values_list("slug", flat=True)):
        page = Page.objects.get(slug=slug)
        decided = Decision.objects.filter(page=page).order_by("-version").first()
        if decided is None:
            yield _("%s : publiée sans décision.") % page.slug
        elif content_hash(page.content) != decided.content_hash or page.version != decided.version:
            yield _("%(slug)s : le texte publié n'est pas celui de la décision %(number)s.") % {
                "slug": page.slug,
                "number": decided.number,
            }
        elif content_hash(decided.content) != decided.content_hash:
            yield _("Décision %s : son texte ne correspond plus à son empreinte.") % decided.number
        elif page.content_hash != decided.content_hash:
            yield _("%s : l'empreinte enregistrée n'est pas celle du texte publié.") % page.slug
        elif versions.version(page, page.version).content_hash != page.content_hash:
            yield _("%s : la dernière version de l'historique dit autre chose que la page.") % page.slug
        elif late := page.due_dates.untold().filter(on__lte=timezone.localdate()).first():
            # Its index is still that of the day before; the sweep of this minute may be on its way.
            if late.on < timezone.localdate():
                yield _("%(slug)s : l'échéance du %(day)s n'est pas au journal ; lancez la tâche de fond.") % {
                    "slug": page.slug,
                    "day": words.day(late.on),
                }
        elif index_state(page) != reindexed_state(page):
            yield _("%s : l'index ne dit pas ce que dit la page ; lancez « manage.py reindex ».") % page.slug


def broken_chain() -> Iterator[str]:
    """The first decision whose link does not follow from the one before it: every later one is then in doubt."""
    previous, expected = "", 1
    for decision in Decision.objects.select_related("proposal").order_by("number").iterator(chunk_size=500):
        proposal = decision.proposal
        if decision.number != expected:
            yield _("Décision %s : il manque des décisions avant celle-ci.") % decision.number
            return
        if proposal.author_id is not None and proposal.author_id == proposal.decided_by_id:
            yield _("Décision %s : écrite et décidée par la même personne.") % decision.number
        if proposal.state != decision.outcome or proposal.state not in (ProposalState.APPROVED, ProposalState.REFUSED):
            yield _("Décision %s : l'état de sa proposition ne correspond pas.") % decision.number
        if ledger.chained(decision, previous) != decision.chain:
            yield _("Décision %s : la chaîne des empreintes est rompue ici.") % decision.number
            return
        previous, expected = decision.chain, expected + 1
    if expected - 1 != (given := ledger.last_decision()):
        counts = {"found": expected - 1, "given": given}
        yield _("Décisions : %(found)s lignes, mais %(given)s numéros donnés.") % counts


def broken_log() -> Iterator[str]:
    _log, last = ledger.last_change()
    expected = 1
    for seq in Change.objects.order_by("seq").values_list("seq", flat=True).iterator():
        if seq != expected:
            yield _("Journal public : la ligne %s manque.") % expected
            return
        expected += 1
    if expected - 1 != last:
        yield _("Journal public : %(found)s lignes, mais %(given)s numéros donnés.") % {
            "found": expected - 1,
            "given": last,
        }
