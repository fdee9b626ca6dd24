"""A decider that is killed: python -m tests.offices.publishing.decider PROPOSAL USER before|after

Without a word and at the worst moment, as by a power cut: SIGKILL right before, or right after, the commit.
"""

import os
import signal
import sys

import django


def die(*_arguments) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    django.setup()
    from django.db import connection

    from accounts.models import User
    from offices import moderation, outcomes
    from offices.models import Proposal

    key, user, moment = sys.argv[1:]
    proposal, by = Proposal.objects.get(pk=key), User.objects.get(pk=user)
    seen = outcomes.outcome(proposal).hash
    commit = connection._commit  # of the outermost transaction alone: those inside are savepoints
    connection._commit = die if moment == "before" else lambda: (commit(), die())
    moderation.approve(proposal, by=by, seen_hash=seen)
