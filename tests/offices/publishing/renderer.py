"""A renderer that never stops: python -m tests.offices.publishing.renderer ADDRESS…

Decisions and readers go first: the slower it is, the more of them fall between what it read and what it puts.
"""

import os
import sys

import django

if __name__ == "__main__":
    os.nice(19)
    django.setup()
    from offices.publishing import rendering

    while True:
        for address in sys.argv[1:]:
            rendering.render(address)
