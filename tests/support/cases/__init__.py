"""The cases of fixtures/documents: which file is made how, and what a reader should find in it."""
