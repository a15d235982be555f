"""Whether somebody is at the end of their patience: by phrases that hardly mean anything else, in twelve languages.

Made to be right when it says so rather than to notice everybody: a missed one can still ask for a person.
"""

from functools import lru_cache

from privexbot_app.rag.smalltalk import plain_words

PHRASES = {
    "en": "this is ridiculous|this is unacceptable|thats ridiculous|you are useless|youre useless|useless bot|"
    "stupid bot|dumb bot|this bot is useless|this is useless|so frustrating|i am frustrated|im frustrated|"
    "im so frustrated|im really frustrated|im very frustrated|i am very frustrated|"
    "im so angry|i am so angry|im very angry|i am very angry|im angry|i am angry|im furious|"
    "i am furious|im fed up|i am fed up|fed up with|sick of this|had enough of|worst service|terrible service|"
    "horrible service|awful service|waste of time|wasting my time|this is a joke|what a joke|wtf|what the hell|"
    "what the fuck|fuck you|fuck this|bullshit|this sucks|you suck|rip off|are you kidding me|you dont understand|"
    "you are not helping|youre not helping|not helpful at all|for the third time|how many times do i have to",
    "de": "das ist lächerlich|das ist inakzeptabel|das ist eine frechheit|eine frechheit|das ist unverschämt|"
    "du bist nutzlos|sie sind nutzlos|völlig nutzlos|dummer bot|blöder bot|scheiß bot|ich bin sauer|ich bin wütend|"
    "ich bin stinksauer|ich bin frustriert|mir reicht es|mir reichts|ich habe es satt|ich hab es satt|"
    "ich habe die nase voll|schlechter service|schlechtester service|miserabler service|zeitverschwendung|"
    "das ist ein witz|was soll der mist|so ein mist|so ein scheiß|verarschen|leck mich|abzocke|"
    "das hilft mir überhaupt nicht|das hilft überhaupt nicht|du verstehst mich nicht|zum dritten mal",
    "fr": "c est ridicule|c est inadmissible|c est inacceptable|c est scandaleux|vous êtes inutile|tu es inutile|"
    "bot inutile|bot stupide|je suis en colère|je suis furieux|je suis furieuse|très en colère|j en ai marre|"
    "j en ai assez|ras le bol|service nul|service lamentable|service déplorable|perte de temps|"
    "c est une blague|vous vous moquez de moi|tu te moques de moi|vous vous foutez de moi|c est n importe quoi|"
    "putain|c est de l arnaque|vous ne comprenez rien|tu ne comprends rien|ça ne m aide pas du tout",
    "es": "esto es ridículo|es inaceptable|es una vergüenza|eres inútil|eres un inútil|bot inútil|bot estúpido|"
    "estoy enfadado|estoy enfadada|estoy furioso|estoy furiosa|estoy harto|estoy harta|muy enojado|muy enojada|"
    "estoy frustrado|estoy frustrada|pésimo servicio|servicio pésimo|el peor servicio|pérdida de tiempo|"
    "es una broma|me estás tomando el pelo|no entiendes nada|no me entiendes|es una estafa|qué mierda|"
    "vete a la mierda|no me sirve de nada|no me ayudas en nada",
    "it": "è ridicolo|è inaccettabile|è una vergogna|è uno scandalo|sei inutile|bot inutile|bot stupido|"
    "sono arrabbiato|sono arrabbiata|sono furioso|sono furiosa|sono stufo|sono stufa|non ne posso più|"
    "pessimo servizio|servizio pessimo|servizio scandaloso|perdita di tempo|è uno scherzo|mi prendi in giro|"
    "mi state prendendo in giro|non capisci niente|non capisci nulla|che schifo|vaffanculo|è una truffa",
    "pt": "isto é ridículo|isso é ridículo|é inaceitável|é uma vergonha|você é inútil|és inútil|bot inútil|"
    "robô inútil|bot estúpido|estou irritado|estou irritada|estou furioso|estou furiosa|estou farto|estou farta|"
    "estou frustrado|estou frustrada|péssimo serviço|serviço péssimo|o pior serviço|péssimo atendimento|"
    "atendimento péssimo|perda de tempo|só pode ser brincadeira|você não entende nada|que merda|é um golpe|"
    "não ajuda em nada|não adianta nada falar",
    "nl": "dit is belachelijk|dat is belachelijk|dit is onacceptabel|dit is een schande|je bent nutteloos|"
    "u bent nutteloos|nutteloze bot|stomme bot|domme bot|ik ben boos|ik ben woedend|ik ben gefrustreerd|"
    "ik ben het zat|ik ben er klaar mee|slechte service|slechtste service|waardeloze service|tijdverspilling|"
    "dit is een grap|wat een grap|wat een onzin|je begrijpt er niets van|je snapt er niets van|godverdomme|"
    "oplichting|daar heb ik niets aan",
    "pl": "to jest śmieszne|to niedopuszczalne|to skandal|to jest skandal|jesteś bezużyteczny|bezużyteczny bot|"
    "głupi bot|jestem zły|jestem zła|jestem wściekły|jestem wściekła|mam dość|mam tego dość|fatalna obsługa|"
    "okropna obsługa|najgorsza obsługa|strata czasu|to jakiś żart|to są żarty|żarty sobie robicie|"
    "nic nie rozumiesz|kurwa|oszustwo|to w niczym nie pomaga",
    "tr": "bu çok saçma|bu saçmalık|kabul edilemez|rezalet|bu bir rezalet|işe yaramazsın|işe yaramaz bot|aptal bot|"
    "çok sinirliyim|sinirlendim|çok kızgınım|bıktım|bıktım artık|yeter artık|berbat hizmet|en kötü hizmet|"
    "zaman kaybı|dalga mı geçiyorsunuz|dalga mı geçiyorsun|hiçbir şey anlamıyorsun|hiç yardımcı olmuyorsun|"
    "dolandırıcılık",
    "ru": "это смешно|это просто смешно|это неприемлемо|это безобразие|безобразие|ты бесполезен|вы бесполезны|"
    "бесполезный бот|тупой бот|глупый бот|я злюсь|я зол|я зла|я в ярости|я в бешенстве|меня это бесит|бесит|"
    "достали|вы меня достали|надоело|мне надоело|ужасный сервис|ужасное обслуживание|худший сервис|"
    "пустая трата времени|вы издеваетесь|ты издеваешься|ничего не понимаешь|обман|сколько можно|"
    "вы совсем не помогаете",
    "ar": "هذا سخيف|هذا غير مقبول|هذا مرفوض|انت عديم الفائدة|بوت غبي|روبوت غبي|انا غاضب|انا غاضبة|"
    "انا غاضب جدا|انا محبط|انا محبطة|سئمت|لقد سئمت|طفح الكيل|خدمة سيئة جدا|اسوا خدمة|خدمة سيئة|مضيعة للوقت|"
    "هل تمزح معي|انت لا تفهم|لا تفهم شيئا|هذا نصب|هذا احتيال",
    "zh": "太过分了|太可笑了|无法接受|不可接受|你没用|没用的机器人|垃圾机器人|智障机器人|蠢机器人|我很生气|我非常生气|"
    "气死我了|气死了|受够了|我受够了|烦死了|服务太差|最差的服务|垃圾服务|浪费时间|浪费我的时间|开什么玩笑|"
    "你听不懂吗|什么都不懂|骗子|他妈的|一点用都没有|一点帮助都没有",
}
PADDED = " {} "


@lru_cache(maxsize=1)
def _phrases() -> tuple[str, ...]:
    return tuple(_padded(phrase) for said in PHRASES.values() for phrase in said.split("|"))


def is_angry(text: str) -> bool:
    """Whether the message has such a phrase, as whole words in their order."""
    return has_phrase(text, _phrases())


def says_one_of(text: str, phrases: list[str]) -> bool:
    """The same for phrases of somebody's own, however they are capitalised or accented."""
    return has_phrase(text, tuple(_padded(phrase) for phrase in phrases if plain_words(phrase)))


def has_phrase(text: str, padded: tuple[str, ...]) -> bool:
    said = _padded(text)
    return any(phrase in said for phrase in padded)


def _padded(text: str) -> str:
    return PADDED.format(" ".join(plain_words(text)))
