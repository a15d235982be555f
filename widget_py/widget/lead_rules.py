"""What a lead form's field accepts. The server has the last word; this is for a quick one beside the field."""


def complaint(kind: str, required: bool, value: str) -> str:
    """The key of the text to show, or "" if the value is fine."""
    text = value.strip()
    if text == "":
        return "fieldRequired" if required else ""
    if kind == "email" and not is_email(text):
        return "fieldEmail"
    if kind == "tel" and not is_phone(text):
        return "fieldTel"
    return ""


def is_email(text: str) -> bool:
    parts = text.split("@")
    if len(parts) != 2 or any(letter.strip() == "" for letter in list(text)):
        return False
    labels = parts[1].split(".")
    return parts[0] != "" and len(labels) > 1 and all(label != "" for label in labels)


def is_phone(text: str) -> bool:
    digits = len([letter for letter in list(text) if letter in "0123456789"])
    return 5 <= digits and digits <= 15 and all(letter in "0123456789+-()/. " for letter in list(text))
