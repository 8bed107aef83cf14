"""Safe-keeping: back-ups, bringing them back, moving between databases."""
