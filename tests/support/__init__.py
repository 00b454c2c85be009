"""Makes test specimens: fictional people, their papers in every layout and rendering, and the faults of both."""
