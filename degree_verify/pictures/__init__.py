"""Pictures of pages: drawn by workers, known in the run's ledger."""
