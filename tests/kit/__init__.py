"""Given/when/then for the engine: a house in a temporary folder, the smallest paths, actors by role."""
