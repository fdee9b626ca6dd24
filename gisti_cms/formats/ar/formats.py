"""Arabic with the digits and the signs of France (and of the Maghreb): what a page says is typed, dialled and compared
with French letters. Django's own format puts an Arabic comma before the year."""

DATE_FORMAT = "j F Y"
DECIMAL_SEPARATOR = ","
THOUSAND_SEPARATOR = "\u00a0"
