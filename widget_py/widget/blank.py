"""What people type, without the blanks around it."""


def trimmed(text: str) -> str:
    return text.strip(" \t\r\n")
