"""The commands that keep the service: serve it, show it, migrate it; each module is one."""
