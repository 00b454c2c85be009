"""degree-verify: checks prior-degree evidence for self-study graduation review."""
