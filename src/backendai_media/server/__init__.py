"""What our web servers share: launching, login, WebSockets; and the terminal's server."""
