"""The layouts of papers, drawn from a record."""
