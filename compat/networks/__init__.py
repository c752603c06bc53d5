"""What the networks of keras.applications have in common, and families of which several modules have members."""
