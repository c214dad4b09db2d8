"""The core's own command line, one module for each command."""
