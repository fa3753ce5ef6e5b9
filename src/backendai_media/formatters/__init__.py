"""How objects of known libraries are shown, and `display`, which shows any object."""
