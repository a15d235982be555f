"""Questions that come with files: what stands in a file is evidence like a passage, and what cannot be read is said."""

from contextlib import aclosing
from dataclasses import replace

from anyio import to_thread

from privexbot_app.adapters import llm
from privexbot_app.models import MessageState
from privexbot_app.rag.bm25 import Shares
from privexbot_app.rag.chunk import PassageDraft, chunk
from privexbot_app.rag.document import ParsedDocument
from privexbot_app.rag.found import Found
from privexbot_app.rag.quote import PASSAGES
from privexbot_app.rag.rank import Signs, score
from privexbot_app.rag.tokens import lexemes, query_terms
from privexbot_app.rag.word_pairs import WordPairs
from privexbot_app.services.evidence import embed_sentences
from privexbot_app.services.handoff_settings import takes_requests
from privexbot_app.services.search import LookUp
from privexbot_app.services.spaces import embed_text, embedding_limiter
from privexbot_app.services.texts import texts_in
from privexbot_app.services.verdicts import Answer, AskedFile, Question, Said, Verdict

MOST_JUDGED = 8  # passages of a file whose sentences are embedded: half a second at most
OF_NEW, OF_OLD = 3, 2  # of so many passages


def answer_files(asked: Question, usual: Answer) -> Answer:
    """The usual answer, unless something has to be said about the files that came with the question."""
    new = [file for file in asked.files if file.is_new]
    if not new:
        return usual
    if any(file.text for file in new):
        return _say(asked, "ask") if asked.is_wordless else usual
    if asked.can_wait and takes_requests(asked.chatbot):
        return _say(asked, "person", wants_person=True)
    return _say(asked, "alone") if asked.is_wordless else _say_before(asked, usual)


async def with_files(asked: Question, looked_up: LookUp) -> LookUp:
    """What was found, with what stands in the visitor's files: first what came with the question."""
    readable = [file for file in asked.files if file.text]
    if not readable:
        return looked_up
    own = await to_thread.run_sync(_find, readable, looked_up, limiter=embedding_limiter())
    if readable[0].is_new:
        return replace(looked_up, found=(*own[:OF_NEW], *looked_up.found)[:PASSAGES])
    return replace(looked_up, found=(*looked_up.found[: PASSAGES - len(own[:OF_OLD])], *own[:OF_OLD]))


def _find(files: list[AskedFile], looked_up: LookUp) -> list[Found]:
    """Best first."""
    found = [_judge(file, draft, looked_up) for file in files for draft in _likely(file, looked_up)]
    return sorted(found, key=lambda passage: -passage.score)


def _likely(file: AskedFile, looked_up: LookUp) -> list[PassageDraft]:
    """Passages that share most words with the question; where none does, those the file begins with."""
    drafts = chunk(ParsedDocument(file.name, file.text))
    return sorted(drafts, key=lambda draft: (-_lexical(draft.text, looked_up), draft.position))[:MOST_JUDGED]


def _lexical(text: str, looked_up: LookUp) -> float:
    statistics = looked_up.statistics
    shares = Shares(query_terms(looked_up.question, statistics.language), statistics, statistics.mean_length)
    return shares.of_words(lexemes(text, statistics.language))


def _judge(file: AskedFile, draft: PassageDraft, looked_up: LookUp) -> Found:
    spoken = tuple(draft.text[start:end] for start, end in draft.sentences)
    cosines = (embed_sentences(spoken) @ embed_text(looked_up.question)).tolist()
    lexical = _lexical(draft.text, looked_up)
    language = looked_up.statistics.language
    words = WordPairs(lexemes(looked_up.question, language), looked_up.statistics)
    pairs = words.of_line(" ".join(lexemes(draft.text, language)))
    return Found(
        passage_id=-draft.position - 1,
        document_id=file.id,
        source_id=file.id,
        title=file.name,
        url="",
        heading="",
        text=draft.text,
        sentences=draft.sentences,
        sentence_cosines=tuple(cosines),
        score=score(Signs(max(cosines), 0.0, lexical, pairs)),
        cosine=max(cosines),
        lexical=lexical,
        is_file=True,
    )


async def _say(asked: Question, name: str, *, wants_person: bool = False) -> Answer:
    """No question was left unanswered by it."""
    yield Said(_text(asked, name))
    kept = {"small_talk": "file"}
    yield Verdict(MessageState.DONE, receipt=kept, model=llm.QUOTE, wants_person=wants_person)


async def _say_before(asked: Question, usual: Answer) -> Answer:
    """That a file was not read, then the usual answer."""
    yield Said(f"{_text(asked, 'alone')}\n\n")
    async with aclosing(usual) as pieces:
        async for piece in pieces:
            yield piece


def _text(asked: Question, name: str) -> str:
    """In the language that the chatbot speaks, or that was asked in."""
    return texts_in(asked.chatbot, asked.language)[f"task_upload_{name}"]
