"""What our own web servers share: login, listening, WebSockets; and the terminal's server."""
