"""What every paper made here shares: the press for PDF, the parts of a Word file. Pure."""
