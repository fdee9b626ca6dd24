"""Long lists are counted up to a thousand: an exact count of a hundred thousand costs more than the page it stands on,
and nobody turns to the four-thousandth page of what is read oldest first."""

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.utils.functional import cached_property

MOST = 1000


def counted(rows: QuerySet) -> int:
    """How many there are, or `MOST` + 1 where there are more."""
    return rows.order_by()[: MOST + 1].count()


class BoundedPaginator(Paginator):
    """The pages of the first `MOST` rows."""

    @cached_property
    def count(self) -> int:
        return min(self.found, MOST)

    @cached_property
    def found(self) -> int:
        return counted(self.object_list)

    @property
    def more(self) -> int:
        """`MOST`, where there are more than it counts; else 0."""
        return MOST if self.found > MOST else 0
