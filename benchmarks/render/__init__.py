"""Static HTML beside nbconvert."""
