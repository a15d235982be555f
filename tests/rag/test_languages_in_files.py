"""Many languages in one file and the encodings of old programs come out as people wrote them."""

import json

import pytest

from privexbot_app.rag.parse import parse
from privexbot_app.rag.parse.kinds import ENDINGS
from tests.rag.office_files import docx, epub, p, pptx_of, xlsx

MIXED = "Größe 9 · Размер 9 · サイズ9 · 尺码 · مقاس ٩ · מידה 9 · Μέγεθος · ขนาด · साइज़ · ✓ 👟"
MAIL = "From: a@b.example\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n"

FILES = {
    ".docx": docx(p(MIXED)),
    ".pptx": pptx_of([("Sizes", MIXED, "")]),
    ".xlsx": xlsx({"S": [["Size", "Note"], [MIXED, "x"]]}),
    ".epub": epub({"a.xhtml": f"<p>{MIXED}</p>"}, order=["a.xhtml"]),
    ".json": json.dumps({"size": MIXED}).encode(),
    ".eml": f"{MAIL}{MIXED}".encode(),
    ".csv": f"Size,Note\n{MIXED},x\n".encode(),
    ".html": f"<html><body><p>{MIXED}</p></body></html>".encode(),
    ".md": f"# Sizes\n\n{MIXED}\n".encode(),
    ".txt": MIXED.encode("utf-16"),
}


@pytest.mark.parametrize("ending", FILES)
def test_ten_scripts_in_one_file_are_all_kept(ending: str) -> None:
    assert MIXED in parse(FILES[ending], ENDINGS[ending], f"a{ending}").text


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Возврат обуви возможен в течение тридцати дней после покупки.", "koi8-r"),
        ("返品は購入後三十日以内に承ります。送料は当店が負担いたします。", "shift_jis"),
        ("退货须在购买后三十天内办理，运费由本店承担，请保留原包装。", "gb18030"),
        ("Η επιστροφή παπουτσιών είναι δυνατή εντός τριάντα ημερών από την αγορά.", "iso8859-7"),
        ("החזרת נעליים אפשרית בתוך שלושים יום מיום הקנייה בחנות שלנו.", "cp1255"),
    ],
)
@pytest.mark.parametrize("ending", [".txt", ".csv", ".md"])
def test_old_encodings_are_recognised(text: str, encoding: str, ending: str) -> None:
    lines = "\n".join(["a;b", *[f"{text};{text}"] * 3]) if ending == ".csv" else "\n\n".join([text] * 6)

    assert text in parse(lines.encode(encoding), ENDINGS[ending], f"a{ending}").text


@pytest.mark.parametrize("ending", [".csv", ".html", ".eml"])
def test_a_few_broken_bytes_cost_only_themselves(ending: str) -> None:
    content = FILES[ending].replace("尺码".encode(), b"\xff\xfe\xff")

    assert MIXED.replace("尺码 ", "") in parse(content, ENDINGS[ending], f"a{ending}").text.replace("·  ·", "· ·")


def test_what_is_called_utf8_and_is_not_is_still_read() -> None:
    page = b'<html><head><meta charset="utf-8"></head><body><p>Gr\xf6\xdfe und Preis</p></body></html>'
    assert parse(page, "text/html", "a.html").text == "Größe und Preis"
