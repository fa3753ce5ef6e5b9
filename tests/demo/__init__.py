"""The playground, end to end."""
