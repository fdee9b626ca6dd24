"""Public addresses as files: deleted by the deciding transaction, filled on a miss, never patched."""
