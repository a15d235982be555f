"""Adding knowledge: what is good is kept, what is not is named, and progress is followed to the end."""

import asyncio
from io import BytesIO
from pathlib import Path

import pytest
import reflex as rx

from privexbot_app.errors import Invalid
from privexbot_app.services import ingest, knowledge
from privexbot_app.settings import settings
from privexbot_app.ui.states import knowledge as knowledge_state
from privexbot_app.ui.states.knowledge import KnowledgeState
from privexbot_app.ui.states.source_rows import SourceRow
from privexbot_app.ui.states.uploads import UploadState
from tests.rag.office_files import zipped
from tests.ui.conftest import Unlocked


def sent(name: str, content: bytes) -> rx.UploadFile:
    return rx.UploadFile(file=BytesIO(content), path=Path(name), size=len(content))


async def test_an_added_text_is_listed_and_watched(open_page):
    page = await open_page(KnowledgeState)

    events = await KnowledgeState.add_text.fn(page, {"title": "Hours", "text": "We are open from 9 to 5."})

    assert [(row.title, row.state, row.kind) for row in page.sources] == [("Hours", "queued", "text")]
    assert KnowledgeState.watch in events


@pytest.mark.parametrize(
    ("form", "field"),
    [
        ({"title": "", "text": "x"}, "title"),
        ({"title": "x", "text": " "}, "text"),
        ({"title": "x"}, "text"),
        ([], "text"),
    ],
)
async def test_a_wrong_text_gets_a_sentence_beside_its_field(open_page, form, field):
    page = await open_page(KnowledgeState)

    await KnowledgeState.add_text.fn(page, form)

    assert page.text_field == field and page.text_problem
    assert page.sources == []


async def test_good_addresses_are_added_and_bad_ones_named(open_page):
    page = await open_page(KnowledgeState)

    await KnowledgeState.add_pages.fn(page, {"addresses": "https://shop.example/a\n\nftp://x\n shop.example/b "})

    assert sorted(row.title for row in page.sources) == ["https://shop.example/a", "https://shop.example/b"]
    assert len(page.page_problems) == 1 and "ftp://x" in page.page_problems[0]


async def test_no_address_at_all_is_a_problem(open_page):
    page = await open_page(KnowledgeState)

    await KnowledgeState.add_pages.fn(page, {"addresses": " \n "})

    assert page.page_problems and page.sources == []


async def test_a_half_bad_selection_of_files_keeps_the_good_half(open_page):
    page = await open_page(UploadState)
    files = [sent("a.md", b"# A"), sent("virus.exe", b"MZ"), sent("empty.txt", b""), sent("../b.csv", b"x,y")]

    await UploadState.add_files.fn(page, files)

    assert sorted(row.title for row in page.sources) == ["a.md", "b.csv"]
    assert [(line.name, line.is_added) for line in page.lines] == [
        ("a.md", True),
        ("virus.exe", False),
        ("empty.txt", False),
        ("b.csv", True),
    ]
    assert "give a PDF" in page.lines[1].said and "is empty" in page.lines[2].said


async def test_each_file_of_an_archive_is_a_source_and_each_bad_one_has_a_line(open_page):
    page = await open_page(UploadState)
    archive = zipped({"shop/a.txt": "x", "shop/b.txt": "y", "c.exe": "MZ"})

    await UploadState.add_files.fn(page, [sent("shop.zip", archive), sent("broken.zip", archive[:40])])

    assert sorted(row.title for row in page.sources) == ["shop/a.txt", "shop/b.txt"]
    said = [(line.name, line.is_added, line.said) for line in page.lines]
    assert said[0] == ("shop.zip", True, "2 files added.")
    assert said[1][:2] == ("shop.zip: c.exe", False) and "cannot be read" in said[1][2]
    assert "damaged" in said[2][2] and not said[2][1]


async def test_files_the_browser_did_not_send_are_named_with_the_reason(open_page):
    page = await open_page(UploadState)

    UploadState.name_rejected.fn(page, [["huge.pdf", "file-too-large"], ["a.doc", "file-invalid-type"]])

    huge, old = page.rejected
    assert huge.name == "huge.pdf" and f"{settings().file_bytes // 1_000_000} MB" in huge.said
    assert old.name == "a.doc" and "save it as DOCX" in old.said


@pytest.mark.parametrize("given", [{"a": 1}, "x", [1], [["only a name"]], None])
async def test_a_made_up_rejection_is_refused(open_page, given):
    page = await open_page(UploadState)

    with pytest.raises(Invalid):
        UploadState.name_rejected.fn(page, given)


@pytest.mark.parametrize(("given", "percent"), [({"progress": 0.5}, 50), ({"progress": 9}, 0), ({}, 0), (None, 0)])
async def test_progress_is_a_percentage_whatever_the_browser_says(open_page, given, percent):
    page = await open_page(UploadState)

    UploadState.show_progress.fn(page, given)

    assert page.percent == percent


async def test_the_page_is_told_when_a_source_is_ready(open_page, alice, bot, monkeypatch):
    """A watcher looks until nothing is unfinished."""
    monkeypatch.setattr(knowledge_state, "LOOK_SECONDS", 0.01)
    page = await open_page(KnowledgeState, "/knowledge")
    source = await knowledge.add_text(alice, bot.knowledge_base_id, "Hours", "We are open from 9 to 5.")
    await KnowledgeState.load.fn(page)
    looks = []

    async def finish_at_the_third_look(self) -> bool:
        looks.append(len(looks))
        if len(looks) == 3:
            ingest.fail_source(source.id, source.attempt, "It could not be read.")
        return await look(self)

    look = KnowledgeState._look
    monkeypatch.setattr(page.__class__, "_look", finish_at_the_third_look)
    await KnowledgeState.watch.fn(Unlocked(page))

    assert len(looks) == 3
    assert [(row.state, row.error) for row in page.sources] == [("failed", "It could not be read.")]


async def test_the_newest_watcher_takes_over_from_one_whose_connection_may_be_gone(open_page, alice, bot, monkeypatch):
    monkeypatch.setattr(knowledge_state, "LOOK_SECONDS", 0.01)
    page = await open_page(KnowledgeState, "/knowledge")
    source = await knowledge.add_text(alice, bot.knowledge_base_id, "Hours", "We are open from 9 to 5.")
    older = asyncio.create_task(KnowledgeState.watch.fn(Unlocked(page)))
    await asyncio.sleep(0.05)

    newer = asyncio.create_task(KnowledgeState.watch.fn(Unlocked(page)))
    await asyncio.wait_for(older, 5)
    assert not newer.done()

    ingest.fail_source(source.id, source.attempt, "It could not be read.")
    await asyncio.wait_for(newer, 5)
    assert [row.state for row in page.sources] == ["failed"]


async def test_a_page_that_was_left_is_not_watched(open_page, alice, bot):
    await knowledge.add_text(alice, bot.knowledge_base_id, "Hours", "We are open from 9 to 5.")
    page = await open_page(KnowledgeState, "/playground")

    await KnowledgeState.watch.fn(Unlocked(page))

    assert page.sources == []


async def test_a_failed_source_can_be_tried_again_and_deleted(open_page, alice, bot):
    source = await knowledge.add_text(alice, bot.knowledge_base_id, "Hours", "We are open from 9 to 5.")
    ingest.fail_source(source.id, source.attempt, "It could not be read.")
    page = await open_page(KnowledgeState)

    await KnowledgeState.retry.fn(page, str(source.id))
    assert [row.state for row in page.sources] == ["queued"]

    await KnowledgeState.delete.fn(page, str(source.id))
    assert page.sources == []


async def test_only_web_addresses_become_links(alice, bot):
    await knowledge.add_page(alice, bot.knowledge_base_id, "https://shop.example/a")
    (found,) = await knowledge.list_sources(alice, bot.knowledge_base_id)

    assert SourceRow.of(found).link == "https://shop.example/a"
