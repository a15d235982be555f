"""What owners upload: each file of an archive is a source of its own, and a bad file stops nothing behind it."""

import pytest
from anyio import to_thread

from privexbot_app.errors import AppError, Invalid, NotFound, TooLarge
from privexbot_app.rag.parse import ParseError
from privexbot_app.services import archives, knowledge
from privexbot_app.services.knowledge import Upload
from privexbot_app.services.search import find_passages
from privexbot_app.settings import settings
from tests.conftest import learn
from tests.rag.files import pdf
from tests.rag.office_files import docx, p, xlsx, zipped

GUIDE = docx(p("Returns", "Heading1") + p("Unworn boots come back within 45 days."))


async def test_every_file_of_an_archive_is_a_source_and_can_be_found_in(alice, alices_bot):
    base = alices_bot.knowledge_base_id
    stock = xlsx({"Stock": [["Shoe", "Price"], ["Alpine boot", "189 EUR"]]})
    archive = zipped(
        {"docs/guide.docx": GUIDE, "stock.xlsx": stock, "__MACOSX/x.txt": "x", "in.zip": zipped({"a": "b"})}
    )

    added = await archives.add_upload(alice, base, Upload("all.zip", archive))
    for source in added.sources:
        await to_thread.run_sync(learn, source)

    assert [source.title for source in added.sources] == ["docs/guide.docx", "stock.xlsx"]
    assert [name for name, _ in added.problems] == ["in.zip"]
    assert "45 days" in (await find_passages(base, "When can I return boots?"))[0].text
    assert "189 EUR" in (await find_passages(base, "What does the Alpine boot cost?"))[0].text


async def test_a_bad_file_is_named_and_the_next_one_is_learned(alice, alices_bot):
    base = alices_bot.knowledge_base_id
    bad = await knowledge.add_file(alice, base, Upload("bad.docx", GUIDE[:300]))
    good = await knowledge.add_file(alice, base, Upload("good.docx", GUIDE))

    with pytest.raises(ParseError, match="damaged"):
        await to_thread.run_sync(learn, bad)
    await to_thread.run_sync(learn, good)

    assert "45 days" in (await find_passages(base, "When can I return boots?"))[0].text


@pytest.mark.parametrize("name", ["guide", "guide.zip", "guide.txt", "guide.pdf", "GUIDE.DOCX", "guide.weird"])
async def test_a_file_under_another_name_is_read_as_what_it_is(alice, alices_bot, name):
    base = alices_bot.knowledge_base_id

    [source] = (await archives.add_upload(alice, base, Upload(name, GUIDE))).sources
    await to_thread.run_sync(learn, source)

    [overview] = await knowledge.list_sources(alice, base)
    assert overview.passages == 1
    assert [note for note in overview.notes if "a Word file" in note] or name == "GUIDE.DOCX"


async def test_a_pdf_that_calls_itself_a_table_is_read_with_a_note(alice, alices_bot):
    base = alices_bot.knowledge_base_id
    [source] = (
        await archives.add_upload(alice, base, Upload("a.csv", pdf(["The warranty lasts seven years."])))
    ).sources

    await to_thread.run_sync(learn, source)

    [overview] = await knowledge.list_sources(alice, base)
    assert overview.notes == ["The file is called a table (CSV), but it is a PDF, and was read as such."]


@pytest.mark.parametrize(
    ("upload", "error", "reason"),
    [
        (Upload("virus.exe", b"MZ"), Invalid, "give a PDF, DOCX"),
        (Upload("old.xls", b"x"), Invalid, "save it as XLSX"),
        (Upload("a.zip", b""), AppError, "damaged|empty"),
        (Upload("a.zip", b"PK\x03\x04nonsense"), ParseError, "damaged"),
        (Upload("a.zip", zipped({})), ParseError, "no files"),
        (Upload("a", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99)), ParseError, "old office program"),
    ],
)
async def test_an_upload_that_is_no_use_is_refused_with_what_to_do(alice, alices_bot, upload, error, reason):
    with pytest.raises(error, match=reason):
        await archives.add_upload(alice, alices_bot.knowledge_base_id, upload)

    assert await knowledge.list_sources(alice, alices_bot.knowledge_base_id) == []


async def test_an_archive_over_the_file_limit_is_not_opened(alice, alices_bot, monkeypatch):
    monkeypatch.setattr(settings(), "file_bytes", 100)
    with pytest.raises(TooLarge):
        await archives.add_upload(alice, alices_bot.knowledge_base_id, Upload("a.zip", zipped({"a.txt": "x"})))


async def test_a_stranger_cannot_add_an_archive(mallory, alices_bot):
    archive = Upload("a.zip", zipped({"a.txt": "Everything is free."}))
    with pytest.raises(NotFound):
        await archives.add_upload(mallory, alices_bot.knowledge_base_id, archive)
