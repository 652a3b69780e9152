"""Many files taken in together: read, matched with organs and years, looked over, imported, withdrawn."""
