"""What a block's words state, each kind of fact in its own module. Text in, rows of the shape out; no model, no query.

Patterns are written for folded text (small letters, no accents) and are read at the same place in the text itself.
"""
