"""A renderer that is killed: python -m tests.offices.publishing.killed_renderer ADDRESS SECOND

Right after it put its file, before it commits; its clock stands at that second.
"""

import os
import signal
import sys

import django

if __name__ == "__main__":
    django.setup()
    from offices.publishing import rendering
    from offices.publishing.files import Prepared

    address, second = sys.argv[1:]
    publish = Prepared.publish
    Prepared.publish = lambda prepared: (publish(prepared), os.kill(os.getpid(), signal.SIGKILL))
    rendering.time = lambda: int(second)
    rendering.render(address)
