"""What is handed out on paper, as PDF: the dossier of a région or a département, and the sheet of an office.

`pieces`, `dossier` and `office` assemble what it says, as plain data; `compiling` has typst lay it out.
"""
