"""Digests: what is due, what an edition holds, and posting it exactly once."""
