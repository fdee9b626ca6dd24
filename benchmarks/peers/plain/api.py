"""The list of procedures as the tutorial of Django REST framework has it, with every relation prefetched."""

from rest_framework.generics import ListAPIView
from rest_framework.serializers import ModelSerializer

from plain import models


def serializer(shown, *left_out, **nested):
    """A plain ModelSerializer of a model: its columns, and these serializers for its relations."""

    class Meta:
        model = shown
        exclude = left_out

    return type(f"{shown.__name__}Serializer", (ModelSerializer,), {"Meta": Meta, **nested})


def rows(shown):
    nested = {}
    if shown is models.Step:
        nested = {
            "office": serializer(models.Office)(),
            "hours": serializer(models.Hours, "id", "position", "step")(many=True),
        }
    left_out = ("id", "procedure") if shown is models.Warning else ("id", "procedure", "position")
    return serializer(shown, *left_out, **nested)(many=True)


ProcedureSerializer = serializer(
    models.Procedure,
    department=serializer(models.Department)(),
    offices=serializer(models.Office)(many=True),
    grounds=serializer(models.Ground)(many=True),
    legal_notes=serializer(models.LegalNote)(many=True),
    **{name: rows(shown) for name, shown in models.LISTS.items()},
)


class ProcedureList(ListAPIView):
    queryset = models.Procedure.objects.select_related("department").prefetch_related(
        "offices", "grounds", "legal_notes", "steps__office", "steps__hours", *models.LISTS
    )
    serializer_class = ProcedureSerializer
