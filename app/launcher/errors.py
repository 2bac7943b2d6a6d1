"""What keeps the program from starting."""


class LauncherError(Exception):
    """The program cannot start; the message is one sentence saying why and what to do."""
