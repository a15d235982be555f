"""What the compiler's helpers do, as functions that run in CPython and compiled alike."""


def fixed(numbers: list[float]) -> list[str]:
    return [f"{x:.0f} {x:.1f} {x:.2f} {x:,.3f} {x:010.1f} {x:.1%} {x:>12.2f}" for x in numbers]


def padded(texts: list[str]) -> list[str]:
    return [f"{text:>6}|{text:<6}|{text:^7}|{text:*^8}|" + text.zfill(5) + text.ljust(4) for text in texts]


def whole(numbers: list[int]) -> list[str]:
    return [f"{n:06d} {n:,} {n:>9} {n:^9} {n} {n >> 3} {n & 1023} {n ^ 77} {n | 5} {~n}" for n in numbers]


def rounded(numbers: list[float]) -> list[list[int]]:
    return [[round(x), int(x)] for x in numbers]


def divided(pairs: list[list[int]]) -> list[list[int]]:
    found: list[list[int]] = []
    for pair in pairs:
        a, b = pair
        try:
            q, r = divmod(a, b)
            found.append([a // b, a % b, q, r])
        except ZeroDivisionError:
            found.append([])
    return found


def strides(texts: list[str], low: int, high: int) -> list[object]:
    return [
        [s[::-1], s[::2], s[low:high:2], s[low:high:-2], s[low::-3], s[:high:-1], s[low:high], s[low:], s[:high]]
        for s in texts
    ]


def ordered(texts: list[str]) -> list[object]:
    pairs = [(len(text), text) for text in texts]
    return [
        sorted(texts),
        sorted(texts, reverse=True),
        sorted(texts, key=len, reverse=True),
        sorted(pairs),
        max(texts, key=len, default="-"),
        min(texts, default="-"),
        [texts[at] < texts[at - 1] for at in range(1, len(texts))],
    ]


def numbers_of(texts: list[str]) -> list[int | None]:
    return [number_of(text) for text in texts]


def number_of(text: str) -> int | None:
    try:
        return int(text)
    except ValueError:
        return None


def cut(texts: list[str]) -> list[object]:
    return [
        [s.splitlines(), s.split("a", 2), s.split(), s.find("b"), s.count("a"), s.startswith(("a", " ")), s.strip("ab")]
        for s in texts
    ]


def alike(lists: list[list[list[int]]]) -> list[object]:
    return [
        [a == b, a in lists, [a, b] == [b, a], sorted(set(sum_of(a)) | set(sum_of(b)))] for a in lists for b in lists
    ]


def sum_of(lists: list[list[int]]) -> list[int]:
    return [sum(each) for each in lists]


def counted(texts: list[str]) -> list[object]:
    table: dict[str, int] = {}
    groups: dict[int, list[str]] = {}
    for text in texts:
        table[text] = table.get(text, 0) + 1
        groups.setdefault(len(text), []).append(text)
    for text in texts[::2]:
        table.pop(text, 0)
    return [list(table.items()), sorted(groups), list((table | {"": 9}).items()), {"a"} & set(texts) == {"a"}]
