"""What became of a page that a document asks for: the code that is stored, under the importer's own word."""

from offices.enums import ImportFate as Fate

__all__ = ["Fate"]
