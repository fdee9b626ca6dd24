"""Forms that walk the shape: whatever the shape can hold, a volunteer can write, without one class per kind of row."""

from offices.forms.evidence import EvidenceForm
from offices.forms.shape import ShapeForm

__all__ = ["EvidenceForm", "ShapeForm"]
