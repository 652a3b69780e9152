"""PDF files in: what stands on the pages is told by a process of its own, and put together here."""
