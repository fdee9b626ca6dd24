"""What an approval costs in Wagtail: the revision of a changed text saved and published, in one transaction.

usage: python -m wagtail_site.publishing SLUG; then a number of times a line on the standard input. Each line is
answered by one of JSON: {"ms": […], "queries": […]}.
"""

import json
import sys
import time

import django


def main(slug):
    user = get_user_model().objects.get(username="editor")
    statements, counted = [], 0
    with connection.execute_wrapper(lambda execute, *args: statements.append(1) or execute(*args)):
        for line in sys.stdin:
            found = {"ms": [], "queries": []}
            for _ in range(int(line)):
                counted += 1
                page = change(ProcedurePage.objects.get(slug=slug), counted)
                statements.clear()
                start = time.perf_counter()
                with transaction.atomic():
                    page.save_revision(user=user, log_action=True).publish(user=user)
                found["ms"].append((time.perf_counter() - start) * 1000)
                found["queries"].append(len(statements))
            print(json.dumps(found), flush=True)


def change(page, number):
    """One sentence more in one part, in place of that of the last time."""
    stream = page.body.get_prep_value()
    part = stream[-1]["value"]
    part["text"] = part["text"].split("<p data-change>")[0] + f"<p data-change>Modification {number}.</p>"
    page.body = json.dumps(stream)
    return page


if __name__ == "__main__":
    django.setup()
    from django.contrib.auth import get_user_model
    from django.db import connection, transaction

    from wagtail_site.models import ProcedurePage

    main(sys.argv[1])
