"""Which text can be read on the owner's colour, and how much darker the colour must be for white text."""


def luminance(red: int, green: int, blue: int) -> float:
    """0 (black) to 255 * 255 (white), close to WCAG's with a plain square for its curve."""
    return red * red * 0.2126 + green * green * 0.7152 + blue * blue * 0.0722


def is_light(red: int, green: int, blue: int) -> bool:
    """Whether black reads better: white would have less than 3 to 1."""
    return luminance(red, green, blue) > 19500


def darken(red: int, green: int, blue: int) -> int:
    """Percent of black to mix in so that white text reaches 4.5 to 1."""
    percent = 0
    light = luminance(red, green, blue)
    while light * (100 - percent) * (100 - percent) / 10000 > 11500 and percent < 40:
        percent += 2
    return percent
