"""Words that make half a question in six languages: what links it, points back, asks anew, and names colours and days.

Each is a piece of a regular expression, read without regard to case. Words that mean something else as often are left
out: half a question that is not noticed costs less than a whole one that is changed.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class FollowWords:
    """`links` begin half a question, `ends` may close it; `points` stand for what was said, `asks` make it whole."""

    links: str
    ends: str
    points: str
    asks: str
    places: str  # prepositions
    articles: str
    colours: str
    days: str
    plain: str  # words that begin sentences, and so are no names


FOLLOW_WORDS = {
    "de": FollowWords(
        links="(?:und|oder|aber|auch)(?: (?:was ist mit|wie ist es mit|wie steht es mit))?|was ist mit|wie ist es mit",
        ends="auch|dann|bitte|stattdessen|denn",
        points="er|ihn|ihm|davon|dafür|damit|dazu",
        asks="wie|was|wo|wann|warum|wer|welche[rsnm]?|ist|sind|hat|haben|gibt|kostet|kosten|kann|können|wird|liefern",
        places="in|nach|für|mit|aus|am|im|bei|ohne|ab",
        articles="der|die|das|den|dem|ein|eine|einen|einem",
        colours="(?:schwarz|weiß|grau|rot|blau|grün|gelb|braun|violett|silbern|golden|dunkelblau)(?:e[nrsm]?)?"
        "|rosa|lila|orange|beige",
        days="(?:montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag)s?",
        plain="Sie Ihr Ihre Ihren Haben Gibt Ist Sind Kann Wie Was Wo Wann Welche Ich Wir Größe Farbe Preis Liefern",
    ),
    "fr": FollowWords(
        links="(?:et|ou|mais|aussi)(?: qu['’]en est-il (?:de|du|des))?(?= )|qu['’]en est-il (?:de|du|des)",
        ends="aussi|alors|plutôt|svp|s['’]il vous plaît",
        points="il(?! y a| faut)|elle|ils|elles|celui-ci|celle-ci|ceux-ci",
        asks="combien|comment|quels?|quelles?|où|quand|pourquoi|qui|est|sont|avez|coûte|coûtent|peut|peux|livrez|a-t-il"
        "|est-il|est-elle",
        places="en|à|au|aux|pour|avec|dans|sans|vers|le",
        articles="le|la|les|un|une|des",
        colours="(?:noir|gris|bleu|vert|brun|violet)(?:e?s?)|blanc(?:he)?s?|rouges?|jaunes?|roses?|beiges?|orange|marron",
        days="lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche",
        plain="Avez Vous Est Quel Quelle Combien Comment Quand Où Je Nous Le La Les Livrez Peut Puis",
    ),
    "es": FollowWords(
        links="(?:y|e|o|pero|también)(?: (?:qué tal|qué hay de|qué pasa con))?(?= )|¿?qué tal|¿?qué hay de",
        ends="también|entonces|por favor|mejor",
        points="ellos|ellas|ese|esa|esos|esas|eso",
        asks="cuánto|cuánta|cuántos|cómo|qué|cuál|cuáles|dónde|cuándo|quién|es|son|tienen|tiene|hay|cuesta|cuestan|puedo"
        "|envían",
        places="en|a|al|para|con|sin|de|el",
        articles="el|la|los|las|un|una|unos|unas",
        colours="(?:negr|blanc|roj|amarill|morad|platead)[oa]s?|azul(?:es)?|verdes?|gris(?:es)?|marr[óo]n(?:es)?|rosas?"
        "|naranja|beige",
        days="lunes|martes|miércoles|jueves|viernes|sábados?|domingos?",
        plain="Tienen Tiene Hay Es Son Qué Cuál Cuánto Cómo Cuándo Dónde El La Los Las Puedo Envían",
    ),
    "it": FollowWords(
        links="(?:e|ed|o|ma|anche)(?: che ne dite di)?(?= )|che ne dite di",
        ends="anche|allora|invece|per favore",
        points="esso|essa|essi|esse|quello|quelli|quelle",
        asks="quanto|quanta|quanti|come|che|quale|quali|dove|quando|chi|è|sono|avete|costa|costano|posso|spedite|c['’]è",
        places="in|a|al|per|con|senza|da|il|di",
        articles="il|lo|la|i|gli|le|un|uno|una",
        colours="(?:ner|bianc|ross|azzurr|giall|grigi)(?:[oaie]|h[ie])|verd[ei]|blu|marron[ei]|rosa|viola|arancione|beige",
        days="lunedì|martedì|mercoledì|giovedì|venerdì|sabato|domenica",
        plain="Avete C’è È Sono Che Quale Quanto Come Quando Dove Il La Lo I Gli Le Posso Spedite Quali",
    ),
    "pt": FollowWords(
        links="(?:e|ou|mas|também)(?: (?:quanto a|que tal))?(?= )|que tal",
        ends="também|então|por favor",
        points="ele|ela|eles|elas|isso|dele|dela",
        asks="quanto|quanta|quantos|como|que|qual|quais|onde|quando|quem|é|são|têm|tem|há|custa|custam|posso|enviam",
        places="em|no|na|a|ao|para|com|sem|de",
        articles="o|a|os|as|um|uma|uns|umas",
        colours="(?:pret|branc|vermelh|amarel|rox|pratead)[oa]s?|azul|azuis|verdes?|cinzas?|cinzentos?|castanh[oa]s?|rosa"
        "|laranja|bege",
        days="segunda|terça|quarta|quinta|sexta|sábados?|domingos?",
        plain="Têm Tem Há É São Que Qual Quanto Como Quando Onde O A Os As Posso Enviam Vocês Quais",
    ),
    "nl": FollowWords(
        links="(?:en|of|maar|ook)(?: (?:hoe zit het met|wat dacht je van))?(?= )|hoe zit het met",
        ends="ook|dan|alstublieft|graag",
        points="hij|hem|daarvan|daarvoor|daarmee",
        asks="hoe|wat|waar|wanneer|waarom|wie|welke|is|zijn|hebben|heeft|hebt|kost|kosten|kan|kunnen|leveren|levert",
        places="in|naar|voor|met|op|zonder|bij",
        articles="de|het|een",
        colours="(?:zwart|wit|grijs|grijz|rood|rod|blauw|groen|geel|gel|bruin|paars|zilver)e?|witte|roze|oranje|beige",
        days="maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag",
        plain="Hebben Heeft Is Zijn Wat Hoe Waar Wanneer Welke De Het Een Kan Ik Levert Leveren Maat",
    ),
}
