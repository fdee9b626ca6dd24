"""A renderer that never stops: python -m tests.offices.publishing.renderer ADDRESS…"""

import sys

import django

if __name__ == "__main__":
    django.setup()
    from offices.publishing import rendering

    while True:
        for address in sys.argv[1:]:
            rendering.render(address)
