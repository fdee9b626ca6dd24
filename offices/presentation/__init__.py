"""From typed content to what a reader sees: codes become French, rows become sentences, references become links.

`rows` says one row of any list, `pages` a whole page, `around` what a page names elsewhere. Templates only lay out.
"""
