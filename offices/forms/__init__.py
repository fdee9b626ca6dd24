"""Forms that walk the shape: whatever the shape can hold, a volunteer can write, without one class per kind of row."""

from offices.forms.evidence import CitingForm, EvidenceForm, cited_address
from offices.forms.shape import ShapeForm

__all__ = ["CitingForm", "EvidenceForm", "ShapeForm", "cited_address"]
