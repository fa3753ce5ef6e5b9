"""Uploads releases to object stores or directories, rolls them back, and checks deployments."""
