"""A CSV file with questions and answers: what is good is kept, what is not is named by its line."""

import pytest

from privexbot_app.rag.pair_table import read_pairs
from privexbot_app.rag.parse.errors import ParseError
from tests.rag.office_files import xlsx


def test_columns_are_known_by_name_in_any_order_and_with_semicolons():
    table = read_pairs("Link;Antwort;answer;QUESTION\nhttps://a.example;x;Ja, “gern”.;Liefern Sie?\n".encode())

    (line,) = table.lines
    assert (line.number, line.question, line.answer, line.link) == (
        2,
        "Liefern Sie?",
        "Ja, “gern”.",
        "https://a.example",
    )


def test_phrasings_stand_between_bars():
    (line,) = read_pairs(b"question,answer,phrasings\nA?,b,B? | C?||\n").lines

    assert line.phrasings == ("B?", "C?")


def test_a_quotation_mark_that_is_never_closed_costs_one_line_and_not_the_rest():
    table = read_pairs(b'question,answer\nA?,a\nB?,"b\nC?,c\nD?,d\n')

    assert [line.question for line in table.lines] == ["A?", "C?", "D?"]
    assert [problem.split(" was")[0] for problem in table.problems] == ["Line 3"]


def test_an_answer_may_have_several_lines_and_the_next_line_keeps_its_number():
    table = read_pairs(b'question,answer\nA?,"one\ntwo"\n,\nB?,\n')

    assert table.lines[0].answer == "one\ntwo"
    assert table.problems == ("Line 5 was left out: it has no answer.",)


def test_half_a_bad_file_keeps_its_good_half():
    good_and_bad = b"".join(b"Q%d?,a\n" % n if n % 2 else b"Q%d?\n" % n for n in range(100))

    table = read_pairs(b"question,answer\n" + good_and_bad)

    assert len(table.lines) == len(table.problems) == 50


def test_a_sheet_of_excel_has_the_same_columns_and_its_own_line_numbers():
    rows: list[list[object]] = [
        ["Question", "Answer", "Phrasings"],
        ["A?", "one\ntwo", "B? | C?"],
        [],
        ["D?"],
        ["E?", 5],
    ]

    table = read_pairs(xlsx({"Empty": [], "Pairs": rows}))

    assert [(line.number, line.question, line.answer, line.phrasings) for line in table.lines] == [
        (2, "A?", "one\ntwo", ("B?", "C?")),
        (5, "E?", "5", ()),
    ]
    assert table.problems == ("Line 4 was left out: it has no answer.",)


def test_an_old_excel_file_and_a_damaged_new_one_are_refused_with_what_to_do():
    with pytest.raises(ParseError, match="Save it as XLSX"):
        read_pairs(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le"))
    with pytest.raises(ParseError, match="damaged"):
        read_pairs(xlsx({"Pairs": [["question", "answer"]]})[:200])


@pytest.mark.parametrize("content", [b"", b"\n", b"a,b\nc,d\n", b"question\nx\n", b"\x00\x01\x02" * 50])
def test_a_file_without_the_two_names_is_refused_as_a_whole(content):
    with pytest.raises(ParseError):
        read_pairs(content)
