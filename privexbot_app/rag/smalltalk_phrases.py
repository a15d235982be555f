"""What people say when they ask nothing, in twelve languages: phrases as they are typed, separated by "|".

Long because it is a table: twelve languages, each on its own lines.

A message is small talk only if it consists of such phrases from end to end. `filler` says nothing of its own;
`ask` counts only together with `person`.
"""

PHRASES = {
    "en": {
        "greeting": "hi|hello|hey|hiya|heya|helo|hallo|howdy|yo|greetings|good morning|good afternoon|good evening|"
        "good day|morning|evening|whats up|sup|how are you|how are you doing|how do you do|hows it going|"
        "how are things|nice to meet you",
        "thanks": "thanks|thank you|thank u|thankyou|thx|ty|tysm|cheers|much appreciated|appreciate it|"
        "i appreciate it|great|perfect|ok|okay|cool|awesome|wonderful|excellent|got it|alright|all right|"
        "that helps|that helped|that was helpful|very helpful|brilliant|lovely|nice|no thanks|no thank you|"
        "thats all|that is all|thats great|thats perfect|understood",
        "goodbye": "bye|goodbye|good bye|bye bye|see you|see ya|see you later|cya|farewell|good night|take care|"
        "have a nice day|have a good day|have a great day|talk to you later|ttyl|later",
        "who": "who are you|what are you|whats your name|what is your name|who am i talking to|who am i speaking to|"
        "who is this|whos this|tell me about yourself|introduce yourself|what can you do|do you have a name|"
        "what can you help me with|how can you help me|what can you help with",
        "robot": "are you a bot|are you a robot|are you human|are you a human|are you a real person|are you real|"
        "are you a person|are you ai|are you an ai|are you a chatbot|are you a machine|is this a bot|"
        "is this a robot|is this a real person|is this a human|is this a chatbot|am i talking to a bot|"
        "am i talking to a robot|am i talking to a human|am i talking to a person|am i talking to a real person|"
        "am i speaking to a human|am i speaking to a person|are you chatgpt|is this ai|am i chatting with a bot|bot",
        "ask": "i want to|i want|i would like to|i would like|id like to|id like|can i|could i|may i|let me|i need to|"
        "i need|i wanna|can you|could you|would you|speak to|speak with|talk to|talk with|chat with|chat to|"
        "contact|connect me to|connect me with|transfer me to|put me through to|get me|give me|is there|"
        "i prefer to|i prefer|i have to|i must|reach|i d like to|speak|talk|hand me over to|"
        "forward me to|switch to|not a bot|not a robot|instead of a bot|who is|here|available|right now|now|just",
        "person": "a human|human|a person|person|a real person|real person|a real human|an actual person|"
        "an actual human|a human being|a live person|a live agent|live agent|an agent|agent|a human agent|"
        "human agent|a representative|representative|a rep|an operator|operator|customer service|"
        "customer support|support|a member of staff|a staff member|your team|somebody real|someone real|"
        "a real agent|a support agent|a customer service agent|the support team|your support team|an employee|"
        "someone|somebody|a colleague|a manager|your manager|the manager",
        "filler": "there|again|please|all|everyone|everybody|so much|very much|a lot|a bunch|a million|for your help|"
        "for the help|for now|you too|today|and|then|to you|for that|for the info|for the information|for your time|"
        "bot|assistant|buddy|friend|guys|team|sir|madam|very|really|actually|oh|ah|well|anyone|my name is|"
        "that is|thats|it is|hm|um|im good|i am good|for everything",
    },
    "de": {
        "greeting": "hallo|hi|hey|guten tag|guten morgen|guten abend|morgen|moin|moin moin|servus|grüß gott|grüezi|"
        "grüß dich|grüß euch|tag|tach|huhu|na|wie geht es dir|wie gehts|wie geht es ihnen|schönen guten tag|hallöchen",
        "thanks": "danke|danke schön|dankeschön|danke sehr|vielen dank|besten dank|herzlichen dank|merci|ok|okay|"
        "alles klar|super|perfekt|prima|toll|gut|sehr gut|das hilft mir|verstanden|passt|ich danke dir|ich danke ihnen|"
        "nein danke|das wars|das war alles|wunderbar|klasse",
        "goodbye": "tschüss|tschüs|tschau|ciao|auf wiedersehen|wiedersehen|bis dann|bis bald|bis später|"
        "schönen tag noch|schönen abend noch|einen schönen tag|gute nacht|mach es gut|machs gut|"
        "einen schönen tag noch|auf wiederhören|ade|schönen tag",
        "who": "wer bist du|wer sind sie|was bist du|wie heißt du|wie heißen sie|wie ist dein name|was kannst du|"
        "wie ist ihr name|mit wem spreche ich|mit wem schreibe ich|wer ist da|stell dich vor|was können sie|"
        "wobei kannst du mir helfen|wie kannst du mir helfen",
        "robot": "bist du ein bot|bist du ein roboter|bist du ein mensch|sind sie ein mensch|sind sie ein bot|"
        "sind sie ein roboter|bist du echt|bist du eine maschine|bist du eine ki|sind sie eine ki|ist das ein bot|"
        "spreche ich mit einem menschen|spreche ich mit einem bot|rede ich mit einem menschen|"
        "rede ich mit einem bot|bist du eine echte person|bist du ein chatbot|ist da ein mensch|"
        "schreibe ich mit einem bot|schreibe ich mit einem menschen",
        "ask": "ich möchte|ich will|ich würde gerne|ich würde gern|kann ich|könnte ich|darf ich|ich möchte gerne|"
        "ich muss|sprechen|reden|mit|verbinden sie mich mit|verbinde mich mit|bitte verbinden sie mich mit|chatten|"
        "schreiben|ich brauche|gibt es|gib mir|geben sie mir|kontakt zu|kontakt|kontaktieren|gern|gerne|hier|einmal|"
        "weiterleiten an|zu|an|mal|können sie mich|verbinden|kannst du mich|den",
        "person": "einem menschen|einen menschen|mensch|menschen|einem mitarbeiter|einen mitarbeiter|mitarbeiter|"
        "einer mitarbeiterin|jemandem|jemanden|einer echten person|einer person|eine person|einem echten menschen|"
        "einen echten menschen|dem kundenservice|den kundenservice|kundenservice|dem kundendienst|kundendienst|"
        "dem support|support|einem berater|berater|einen berater|einem agenten|einer richtigen person|"
        "einem richtigen menschen|eine echte person",
        "filler": "bitte|zusammen|an alle|und|dir|ihnen|auch|sehr|für die hilfe|für deine hilfe|für ihre hilfe|"
        "nochmal|wieder|noch|dann|so|eigentlich|ihr|alle|mal|für die info|für die auskunft|da|ebenso|gleichfalls",
    },
    "fr": {
        "greeting": "bonjour|salut|bonsoir|coucou|hello|bonjour à tous|comment ça va|ça va|comment allez vous|"
        "comment vas tu|bjr|slt|enchanté|rebonjour",
        "thanks": "merci|merci beaucoup|merci bien|mille mercis|un grand merci|je vous remercie|je te remercie|ok|"
        "okay|d accord|dac|parfait|super|génial|très bien|compris|nickel|c est noté|non merci|c est tout|top|"
        "excellent|formidable|ça marche",
        "goodbye": "au revoir|à bientôt|à plus|à plus tard|à demain|bonne journée|bonne soirée|bonne nuit|adieu|ciao|"
        "salut et à bientôt|à la prochaine|bon après midi|bon week end",
        "who": "qui es tu|qui êtes vous|tu es qui|vous êtes qui|t es qui|comment tu t appelles|comment t appelles tu|"
        "comment vous appelez vous|quel est ton nom|quel est votre nom|que peux tu faire|que pouvez vous faire|"
        "à qui je parle|à qui ai je l honneur|présente toi|présentez vous|qu est ce que tu es",
        "robot": "es tu un robot|êtes vous un robot|tu es un robot|vous êtes un robot|es tu un bot|êtes vous un bot|"
        "tu es un bot|es tu humain|êtes vous humain|es tu une vraie personne|êtes vous une vraie personne|"
        "es tu une ia|êtes vous une ia|est ce un robot|est ce que tu es un robot|est ce que vous êtes un robot|"
        "est ce que je parle à un robot|est ce que je parle à un humain|je parle à un robot|je parle à un humain|"
        "es tu réel|es tu un humain|êtes vous un humain|c est un robot|tu es humain",
        "ask": "je veux|je voudrais|j aimerais|puis je|est ce que je peux|je peux|peux tu|pouvez vous|je souhaite|"
        "je souhaiterais|parler à|parler avec|discuter avec|contacter|passez moi|passe moi|mettez moi en relation avec|"
        "me mettre en relation avec|échanger avec|avoir|joindre|y a t il|je préfère|j ai besoin de|il me faut|parler|"
        "pourrais je|serait il possible de",
        "person": "un humain|humain|une personne|une vraie personne|une personne réelle|quelqu un|un conseiller|"
        "conseiller|un agent|agent|une conseillère|le service client|service client|le support|un opérateur|"
        "un être humain|"
        "un vrai humain|un employé|votre équipe|un responsable|un technicien|le service clients|un vendeur",
        "filler": "s il vous plaît|s il te plaît|svp|stp|à tous|tout le monde|et|à vous|à toi|beaucoup|infiniment|"
        "pour votre aide|pour ton aide|encore|monsieur|madame|bien|vous aussi|toi aussi|alors|de votre aide|très|"
        "pour tout|pour l info|pour votre réponse",
    },
    "es": {
        "greeting": "hola|buenos días|buenas tardes|buenas noches|buenas|buen día|qué tal|cómo estás|cómo está|"
        "hola a todos|saludos|qué onda|mucho gusto|holi|muy buenas",
        "thanks": "gracias|muchas gracias|mil gracias|muchísimas gracias|te lo agradezco|se lo agradezco|ok|okay|vale|"
        "perfecto|genial|estupendo|de acuerdo|muy bien|entendido|excelente|no gracias|eso es todo|listo|bien",
        "goodbye": "adiós|hasta luego|hasta pronto|hasta mañana|nos vemos|chao|chau|que tengas un buen día|"
        "que tenga un buen día|buenas noches y adiós|hasta la vista|bye|cuídate|hasta otra",
        "who": "quién eres|quién es usted|qué eres|cómo te llamas|cómo se llama|cuál es tu nombre|cuál es su nombre|"
        "qué puedes hacer|con quién hablo|con quién estoy hablando|preséntate|quién sos|en qué puedes ayudarme",
        "robot": "eres un bot|eres un robot|es un bot|es un robot|eres humano|eres una persona|eres una persona real|"
        "es usted humano|es usted un robot|es usted una persona|eres una ia|eres real|estoy hablando con un robot|"
        "estoy hablando con un bot|estoy hablando con una persona|hablo con un robot|hablo con una persona|"
        "eres una máquina|sos un bot|sos un robot|eres un chatbot|eres un humano",
        "ask": "quiero|quisiera|me gustaría|puedo|podría|necesito|deseo|hablar con|hablar|conversar con|contactar con|"
        "contactar a|contactar|comunicarme con|pásame con|páseme con|conéctame con|me puedes pasar con|"
        "me puede pasar con|chatear con|hay|prefiero|me comunicas con|me pasas con|atención de|me pueden pasar con",
        "person": "un humano|humano|una persona|persona|una persona real|alguien|un agente|agente|un asesor|asesor|"
        "un representante|un operador|operador|atención al cliente|servicio al cliente|soporte|un ser humano|"
        "un empleado|un agente humano|una persona de verdad|alguien de verdad|un encargado|"
        "el servicio de atención al cliente|"
        "una asesora|un ejecutivo",
        "filler": "por favor|a todos|y|a ti|a usted|muchas|por tu ayuda|por su ayuda|por la ayuda|otra vez|de nuevo|"
        "igualmente|señor|señora|muy|amable|por todo|amigo|por la información|entonces|bueno",
    },
    "it": {
        "greeting": "ciao|salve|buongiorno|buon giorno|buonasera|buona sera|buon pomeriggio|ehi|ehilà|hey|come stai|"
        "come va|come sta|ciao a tutti|piacere|buondì",
        "thanks": "grazie|grazie mille|molte grazie|tante grazie|ti ringrazio|la ringrazio|vi ringrazio|ok|okay|"
        "va bene|perfetto|ottimo|benissimo|capito|d accordo|grande|fantastico|no grazie|è tutto|bene|chiaro",
        "goodbye": "arrivederci|a presto|a dopo|a domani|ci vediamo|addio|buona giornata|buona serata|buona notte|"
        "buonanotte|alla prossima|ciao ciao|arrivederla|buon fine settimana",
        "who": "chi sei|chi è lei|cosa sei|che cosa sei|come ti chiami|come si chiama|qual è il tuo nome|"
        "qual è il suo nome|cosa sai fare|cosa puoi fare|con chi parlo|con chi sto parlando|presentati|"
        "come puoi aiutarmi",
        "robot": "sei un bot|sei un robot|sei umano|sei una persona|sei una persona vera|sei una persona reale|"
        "sei un umano|lei è un robot|lei è una persona|sei un ia|sei una macchina|sei reale|sei vero|"
        "sto parlando con un bot|sto parlando con un robot|sto parlando con una persona|parlo con un robot|"
        "parlo con una persona|è un bot|è un robot|sei un chatbot|sei un intelligenza artificiale",
        "ask": "voglio|vorrei|posso|potrei|mi piacerebbe|ho bisogno di|parlare con|parlare|chattare con|contattare|"
        "mi passi|passami|mi metta in contatto con|mi può passare|mi puoi passare|devo|desidero|c è|preferisco|"
        "mettimi in contatto con|è possibile|si può",
        "person": "un umano|umano|una persona|persona|una persona vera|una persona reale|qualcuno|un operatore|"
        "operatore|un agente|l assistenza|assistenza|il servizio clienti|servizio clienti|l assistenza clienti|"
        "assistenza clienti|un consulente|un essere umano|un addetto|un operatore umano|un responsabile|un impiegato",
        "filler": "per favore|per piacere|a tutti|e|a te|a lei|mille|tante|per l aiuto|del tuo aiuto|per il tuo aiuto|"
        "di nuovo|ancora|anche a te|anche a lei|molto|gentile|gentilissimo|di tutto|allora|per l informazione",
    },
    "pt": {
        "greeting": "olá|oi|oie|bom dia|boa tarde|boa noite|e aí|tudo bem|tudo bom|como vai|como está|como você está|"
        "oi tudo bem|olá a todos|opa|prazer|alô|viva",
        "thanks": "obrigado|obrigada|muito obrigado|muito obrigada|obg|obrigadão|valeu|agradeço|ok|okay|certo|perfeito|"
        "ótimo|está bem|tá bom|tá bem|beleza|entendi|excelente|não obrigado|não obrigada|é só isso|legal|fixe|bacana|"
        "muito bem|entendido",
        "goodbye": "tchau|adeus|até logo|até mais|até breve|até amanhã|até já|tenha um bom dia|tenha uma boa tarde|"
        "um bom dia para você|bom fim de semana|até à próxima|até a próxima|tchauzinho|xau",
        "who": "quem é você|quem és tu|quem és|o que é você|o que você é|qual é o seu nome|qual é o teu nome|"
        "qual o seu nome|como você se chama|como te chamas|como se chama|o que você pode fazer|o que podes fazer|"
        "com quem estou falando|com quem falo|com quem estou a falar|apresente se|você é quem|quem é vc|"
        "o que você faz|como você pode me ajudar",
        "robot": "você é um robô|você é um bot|és um robô|és um bot|você é humano|és humano|você é uma pessoa|"
        "você é uma pessoa real|és uma pessoa|você é real|você é uma ia|estou falando com um robô|"
        "estou falando com uma pessoa|estou a falar com um robô|estou a falar com uma pessoa|isso é um robô|"
        "é um robô|é um bot|isto é um robô|você é uma máquina|vc é um robô|falo com um robô|és uma pessoa real",
        "ask": "quero|queria|gostaria de|gostava de|posso|poderia|preciso|preciso de|falar com|falar|conversar com|"
        "contatar|contactar|me passe para|me passa para|me transfira para|me conecte com|me transfere para|tem|há|"
        "prefiro|pode me transferir para|pode me passar para|entrar em contato com|eu quero|eu gostaria de|eu preciso|"
        "dá para",
        "person": "um humano|humano|uma pessoa|pessoa|uma pessoa real|uma pessoa de verdade|alguém|um atendente|"
        "atendente|uma atendente|um agente|agente|um operador|operador|o suporte|suporte|o atendimento|atendimento|"
        "o atendimento ao cliente|atendimento ao cliente|um representante|um funcionário|um ser humano|"
        "um atendente humano|um assistente humano|apoio ao cliente|o apoio ao cliente|um vendedor",
        "filler": "por favor|se faz favor|a todos|e|a você|pela ajuda|pela sua ajuda|de novo|novamente|"
        "para você também|"
        "igualmente|muito|mesmo|por tudo|gente|pessoal|então|pela informação|amigo|senhor|senhora",
    },
    "nl": {
        "greeting": "hallo|hoi|hey|hi|goedendag|goedemorgen|goedemiddag|goedenavond|goeiemorgen|goeiedag|dag|hoi hoi|"
        "hoe gaat het|hoe is het|alles goed|hallo allemaal|goede morgen|goede middag|goede avond|goeiemiddag",
        "thanks": "bedankt|dank je|dank je wel|dankjewel|dank u|dank u wel|dankuwel|hartelijk dank|heel erg bedankt|"
        "bedankt hoor|ok|oké|okay|prima|perfect|super|top|fijn|mooi|goed|duidelijk|begrepen|dat helpt|nee bedankt|"
        "nee dank je|dat is alles|dat was het|geweldig|helder|thanks",
        "goodbye": "doei|doeg|dag dag|tot ziens|tot later|tot straks|tot snel|tot morgen|fijne dag|fijne dag nog|"
        "fijne avond|prettige dag|welterusten|goedenacht|houdoe|de groeten|fijn weekend|nog een fijne dag",
        "who": "wie ben je|wie ben jij|wie bent u|wat ben je|wat ben jij|hoe heet je|hoe heet jij|hoe heet u|"
        "wat is je naam|wat is jouw naam|wat is uw naam|wat kun je|wat kan je|wat kunt u|met wie spreek ik|"
        "met wie praat ik|stel jezelf voor|waarmee kun je me helpen",
        "robot": "ben je een bot|ben jij een bot|ben je een robot|ben jij een robot|bent u een robot|bent u een bot|"
        "ben je een mens|ben jij een mens|bent u een mens|ben je echt|ben je een echt persoon|ben je een ai|"
        "is dit een bot|is dit een robot|praat ik met een bot|praat ik met een robot|praat ik met een mens|"
        "spreek ik met een mens|spreek ik met een robot|ben je een computer|ben je een machine|ben jij echt|"
        "ben je een echte persoon|ben je een chatbot",
        "ask": "ik wil|ik wil graag|ik zou graag|kan ik|mag ik|zou ik|kunt u me|kun je me|spreken|praten|praten met|"
        "spreken met|met|chatten met|chatten|contact met|contact|verbind me door met|verbind me met|doorverbinden|"
        "doorverbinden met|ik heb|nodig|graag|ik moet|is er|geef me|liever|willen|even|kan je me|"
        "doorverbonden worden met|"
        "opnemen",
        "person": "een mens|mens|een persoon|een echt persoon|een echte persoon|een echt mens|iemand|een medewerker|"
        "medewerker|de klantenservice|klantenservice|een agent|een collega|een collega van jou|support|de support|"
        "een adviseur|een menselijke medewerker|een levend persoon|een verkoper",
        "filler": "alsjeblieft|alstublieft|aub|allemaal|en|jij ook|u ook|voor je hulp|voor uw hulp|voor de hulp|weer|"
        "nog|hoor|heel|erg|zeer|vriendelijk|dan|iedereen|wel|voor de info|voor alles|daar",
    },
    "pl": {
        "greeting": "cześć|hej|hejka|witaj|witam|dzień dobry|dobry wieczór|siema|siemka|halo|dobry|jak się masz|"
        "co słychać|jak leci|witam serdecznie|czołem|elo|jak się pan ma|miło mi",
        "thanks": "dziękuję|dzięki|dziękuję bardzo|bardzo dziękuję|wielkie dzięki|dziękuje|ok|okej|okay|dobrze|super|"
        "świetnie|doskonale|rozumiem|jasne|w porządku|to wszystko|nie dziękuję|serdecznie dziękuję|spoko|fajnie|"
        "dzięki wielkie|pięknie dziękuję|idealnie|zrozumiałem|zrozumiałam",
        "goodbye": "do widzenia|pa|pa pa|na razie|do zobaczenia|do usłyszenia|miłego dnia|miłego wieczoru|dobranoc|"
        "żegnam|żegnaj|trzymaj się|nara|do jutra|życzę miłego dnia|miłego weekendu|narka",
        "who": "kim jesteś|kto ty jesteś|kim pan jest|kim pani jest|kto tam|czym jesteś|jak się nazywasz|"
        "jak masz na imię|jak się pan nazywa|co potrafisz|co umiesz|z kim rozmawiam|przedstaw się|kto to|"
        "z kim mam przyjemność|jak możesz mi pomóc|w czym możesz pomóc",
        "robot": "czy jesteś botem|jesteś botem|czy jesteś robotem|jesteś robotem|czy jesteś człowiekiem|"
        "jesteś człowiekiem|czy to bot|czy to robot|czy jesteś prawdziwy|czy jesteś prawdziwą osobą|"
        "jesteś prawdziwą osobą|czy rozmawiam z botem|czy rozmawiam z robotem|czy rozmawiam z człowiekiem|"
        "rozmawiam z botem|rozmawiam z człowiekiem|czy jesteś sztuczną inteligencją|jesteś maszyną|"
        "czy jesteś maszyną|jesteś prawdziwy|to bot|czy jesteś chatbotem",
        "ask": "chcę|chciałbym|chciałabym|czy mogę|mogę|czy mógłbym|czy mogłabym|potrzebuję|proszę o|rozmawiać z|"
        "porozmawiać z|rozmawiać|porozmawiać|połącz mnie z|proszę mnie połączyć z|proszę połączyć mnie z|"
        "kontakt z|skontaktować się z|pogadać z|rozmowa z|rozmowę z|muszę|wolę|czy jest|czy jest tam|daj mi|tu|"
        "poproszę o|poproszę|przełącz mnie do|połączyć się z|połączenie z|chce|przełącz na|z",
        "person": "człowiekiem|człowiek|człowieka|żywym człowiekiem|prawdziwym człowiekiem|osobą|prawdziwą osobą|"
        "żywą osobą|konsultantem|konsultant|konsultanta|kimś|ktoś|pracownikiem|pracownika|agentem|obsługą klienta|"
        "obsługa klienta|obsługi klienta|biurem obsługi klienta|doradcą|doradca|kimś z obsługi|operatorem|"
        "konsultantką|sprzedawcą|działem obsługi klienta|kimś żywym",
        "filler": "proszę|wszystkim|i|panu|pani|tobie|ci|bardzo|za pomoc|jeszcze raz|znowu|ponownie|nawzajem|"
        "wzajemnie|serdecznie|no|to|za informację|za wszystko|a|wam|wielkie|za odpowiedź",
    },
    "tr": {
        "greeting": "merhaba|merhabalar|selam|selamlar|günaydın|iyi günler|iyi akşamlar|tünaydın|selamün aleyküm|"
        "nasılsın|nasılsınız|naber|ne haber|alo|hey|slm|mrb|iyi sabahlar|selamun aleykum|iyi çalışmalar",
        "thanks": "teşekkürler|teşekkür ederim|çok teşekkürler|çok teşekkür ederim|sağ ol|sağ olun|sağol|sağolun|"
        "tamam|tamamdır|ok|okay|peki|harika|mükemmel|süper|anladım|eyvallah|çok iyi|teşekkür|hayır teşekkürler|"
        "bu kadar|güzel|elinize sağlık|çok sağ olun|çok sağol|anlaşıldı|minnettarım|tşk",
        "goodbye": "hoşça kal|hoşçakal|hoşça kalın|hoşçakalın|güle güle|görüşürüz|görüşmek üzere|iyi geceler|"
        "kendine iyi bak|bay bay|bay|bye|allaha ısmarladık|sonra görüşürüz|iyi günler dilerim|kendinize iyi bakın|"
        "iyi akşamlar dilerim",
        "who": "sen kimsin|kimsin|siz kimsiniz|kimsiniz|adın ne|adınız ne|ismin ne|isminiz ne|senin adın ne|sen nesin|"
        "nesin sen|ne yapabilirsin|neler yapabilirsin|kiminle konuşuyorum|kimle konuşuyorum|kendini tanıt|"
        "kendinizi tanıtın|bana nasıl yardım edebilirsin|adın nedir|kimsin sen",
        "robot": "bot musun|robot musun|sen bot musun|sen robot musun|sen bir bot musun|sen bir robot musun|"
        "bir bot musun|bir robot musun|insan mısın|sen insan mısın|gerçek misin|gerçek bir insan mısın|robot musunuz|"
        "insan mısınız|yapay zeka mısın|bot musunuz|bir robotla mı konuşuyorum|bir insanla mı konuşuyorum|"
        "botla mı konuşuyorum|robotla mı konuşuyorum|insanla mı konuşuyorum|gerçek kişi misin|makine misin|"
        "sen gerçek misin|bu bir bot mu|bu bir robot mu",
        "ask": "istiyorum|isterim|istiyoruz|konuşmak|görüşmek|konuşabilir miyim|görüşebilir miyim|bağlan|bağlanmak|"
        "beni|bağla|bağlar mısın|bağlar mısınız|aktar|aktarır mısınız|aktarın|bağlayın|iletişime geçmek|var mı|bana|"
        "lazım|ile|mümkün mü|yardım|verin|yazışmak|ihtiyacım var|konuşmam lazım|canlı|direkt|geçmek|orada",
        "person": "bir insanla|insanla|insan|bir insan|gerçek bir insanla|gerçek bir kişiyle|gerçek biriyle|biriyle|"
        "birisiyle|bir kişiyle|bir temsilciyle|temsilciyle|temsilci|bir temsilci|müşteri temsilcisi|"
        "müşteri temsilcisiyle|müşteri temsilcisine|müşteri hizmetleri|müşteri hizmetlerine|müşteri hizmetleriyle|"
        "canlı destek|canlı desteğe|canlı destekle|yetkili|bir yetkili|bir yetkiliyle|yetkiliyle|bir yetkiliye|"
        "gerçek kişi|bir çalışanla|operatör|operatöre|temsilciye|destek ekibi|bir operatörle|destek ekibiyle|"
        "gerçek bir insan|bir temsilciye|bir insana|gerçek kişiyle",
        "filler": "lütfen|herkese|ve|size|sana|çok|yardımın için|yardımınız için|tekrar|yine|da|de|siz de|sen de|"
        "arkadaşlar|efendim|bir|her şey için|bilgi için|hocam|kolay gelsin|hayırlı günler",
    },
    "ru": {
        "greeting": "привет|здравствуйте|здравствуй|добрый день|доброе утро|добрый вечер|приветствую|хай|хелло|алло|"
        "как дела|как ты|как вы|приветик|доброго дня|доброго времени суток|здрасте|ку|салют|как поживаете|добрый",
        "thanks": "спасибо|большое спасибо|спасибо большое|спасибо огромное|огромное спасибо|благодарю|благодарю вас|"
        "спс|ок|окей|ok|хорошо|отлично|понятно|понял|поняла|ясно|супер|прекрасно|ладно|замечательно|класс|"
        "нет спасибо|это всё|это все|пасиб|очень помогли|принято|здорово|всё понятно|все понятно|круто",
        "goodbye": "до свидания|пока|пока пока|до встречи|всего доброго|всего хорошего|хорошего дня|спокойной ночи|"
        "доброй ночи|прощайте|прощай|увидимся|до завтра|удачи|до скорого|хорошего вечера|бывай|хороших выходных",
        "who": "кто ты|кто вы|ты кто|вы кто|что ты|что ты такое|как тебя зовут|как вас зовут|как твоё имя|"
        "как твое имя|что ты умеешь|что вы умеете|с кем я говорю|с кем я разговариваю|с кем я общаюсь|представься|"
        "представьтесь|кто это|чем ты можешь помочь|ты кто такой|кто ты такой|кто вы такой",
        "robot": "ты бот|вы бот|ты робот|вы робот|ты человек|вы человек|ты живой|вы живой|ты живой человек|"
        "вы живой человек|это бот|это робот|ты настоящий|вы настоящий человек|ты настоящий человек|ты ии|"
        "ты искусственный интеллект|я говорю с ботом|я говорю с роботом|я говорю с человеком|"
        "я разговариваю с ботом|я разговариваю с роботом|я разговариваю с человеком|это живой человек|бот|"
        "я общаюсь с ботом|я общаюсь с роботом|я общаюсь с человеком|вы реальный человек|ты реальный человек|"
        "ты чат бот|вы робот или человек|ты робот или человек",
        "ask": "хочу|я хочу|хотел бы|хотела бы|я хотел бы|я хотела бы|можно|могу ли я|могу я|мне нужно|мне нужен|"
        "нужен|поговорить с|поговорить|говорить с|связаться с|соедините меня с|соедините с|соедини меня с|"
        "переключите меня на|переключите на|переведите меня на|переведите на|позовите|позови|пообщаться с|дайте|"
        "свяжите меня с|есть|мне|надо|общаться с|переключи на|хочется|давай|связь с|свяжите с|позвать|здесь|там",
        "person": "человеком|человек|человека|живым человеком|живой человек|живого человека|реальным человеком|"
        "настоящим человеком|оператором|оператор|оператора|менеджером|менеджер|менеджера|кем нибудь|сотрудником|"
        "сотрудник|сотрудника|консультантом|консультант|консультанта|поддержкой|службой поддержки|специалистом|"
        "специалиста|техподдержкой|представителем|реальный человек|кем то|живым оператором|продавцом",
        "filler": "пожалуйста|плиз|всем|и|вам|тебе|большое|огромное|за помощь|ещё раз|еще раз|снова|взаимно|очень|"
        "а|ну|тогда|за ответ|за информацию|за всё|за все|друзья|вас|вы|ли|и вам",
    },
    "ar": {
        "greeting": "مرحبا|مرحبًا|أهلا|أهلاً|أهلا وسهلا|السلام عليكم|السلام عليكم ورحمة الله وبركاته|"
        "السلام عليكم ورحمة الله|صباح الخير|مساء الخير|هلا|هاي|كيف حالك|كيف الحال|كيفك|مرحبا بك|سلام|هلو|"
        "صباح النور|مساء النور|تحياتي|ازيك|شلونك|يا هلا",
        "thanks": "شكرا|شكرًا|شكرا جزيلا|شكرا لك|شكرا لكم|شكرا كثيرا|ألف شكر|مشكور|مشكورين|تسلم|حسنا|تمام|ممتاز|"
        "رائع|جيد|فهمت|مفهوم|طيب|أوكي|اوك|أشكرك|أشكركم|جزاك الله خيرا|يعطيك العافية|لا شكرا|هذا كل شيء|ok|جميل|"
        "متشكر|شكرا على المساعدة",
        "goodbye": "مع السلامة|وداعا|إلى اللقاء|باي|في أمان الله|تصبح على خير|أراك لاحقا|يوم سعيد|نهارك سعيد|"
        "أتمنى لك يوما سعيدا|طاب يومك|طابت ليلتك|ليلة سعيدة|بالسلامة|سلام عليكم وداعا|إلى الملتقى|الله معك",
        "who": "من أنت|من انت|مين انت|مين أنت|من انتم|من أنتم|ما اسمك|ما هو اسمك|شو اسمك|ايش اسمك|اسمك ايه|ما أنت|"
        "ماذا تستطيع أن تفعل|ماذا يمكنك أن تفعل|مع من أتحدث|مع من اتكلم|مع من أتكلم|عرف نفسك|عرف بنفسك|من معي|"
        "كيف يمكنك مساعدتي|انت مين|وش اسمك",
        "robot": "هل أنت روبوت|هل انت روبوت|هل أنت بوت|هل انت بوت|هل أنت إنسان|هل انت انسان|أنت روبوت|انت روبوت|"
        "انت بوت|أنت إنسان|هل أنت شخص حقيقي|هل انت شخص حقيقي|هل أنت حقيقي|هل هذا روبوت|هل هذا بوت|"
        "هل أتحدث مع روبوت|هل أتحدث مع إنسان|هل أتحدث مع شخص حقيقي|هل أنت ذكاء اصطناعي|هل أنت آلة|هل أنت بشر|"
        "هل اتكلم مع روبوت|هل اتكلم مع انسان|انت شخص حقيقي|هل أنت برنامج|هل أتكلم مع إنسان|هل أتكلم مع روبوت",
        "ask": "أريد|اريد|أريد أن|أود|أود أن|أرغب في|هل يمكنني|هل يمكن|ممكن|هل أستطيع|أحتاج|أحتاج إلى|التحدث مع|"
        "التحدث إلى|أتحدث مع|أتحدث إلى|اتكلم مع|أتكلم مع|التكلم مع|الحديث مع|التواصل مع|حولني إلى|حولني الى|"
        "حولني على|وصلني مع|وصلني ب|عايز|عاوز|بدي|أبغى|ابغى|ابي|احكي مع|أحكي مع|اكلم|أكلم|تحويلي إلى|هل يوجد|"
        "أن|تواصل مع|هنا|محادثة مع|محادثة",
        "person": "إنسان|انسان|شخص|شخص حقيقي|موظف|موظف حقيقي|موظف خدمة العملاء|خدمة العملاء|الدعم|الدعم الفني|ممثل|"
        "ممثل خدمة العملاء|أحد|احد|أحد الموظفين|شخص ما|بشر|وكيل|مندوب|المسؤول|مسؤول|فريق الدعم|حد|حد حقيقي|"
        "موظف بشري|بائع|إنسان حقيقي|موظفة",
        "filler": "من فضلك|لو سمحت|رجاء|رجاءا|الرجاء|جميعا|و|لك|لكم|كثيرا|جدا|على مساعدتك|على المساعدة|مرة أخرى|بكم|"
        "بك|يا|صديقي|أخي|الله|جزيلا|على الرد|للجميع|على كل شيء|عليكم|وعليكم|بعد اذنك",
    },
    "zh": {
        "greeting": "你好|您好|嗨|哈喽|哈啰|早上好|早安|下午好|晚上好|大家好|你好呀|你好啊|喂|在吗|在么|在不在|有人吗|"
        "最近怎么样|你好吗|您好吗|早|hi|hello|上午好|中午好|很高兴认识你|妳好|你們好|你们好",
        "thanks": "谢谢|谢谢你|谢谢您|多谢|感谢|非常感谢|十分感谢|谢了|好的|好|好吧|行|可以|ok|太好了|很好|明白|明白了|"
        "知道了|了解|了解了|懂了|不用了|没有了|谢谢啦|辛苦了|太棒了|完美|收到|谢啦|就这些|謝謝|謝謝你|感謝|不客气|没问题",
        "goodbye": "再见|拜拜|拜|回头见|下次见|明天见|晚安|祝你愉快|祝您愉快|祝你有美好的一天|再會|再見|先这样|走了|"
        "祝您生活愉快|886|一会见|改天聊",
        "who": "你是谁|您是谁|你是什么|你叫什么|你叫什么名字|您叫什么名字|您怎么称呼|怎么称呼|怎么称呼你|怎么称呼您|"
        "你能做什么|你会做什么|你可以做什么|介绍一下你自己|介绍一下自己|自我介绍一下|我在和谁说话|我在跟谁说话|你是誰|"
        "你能帮我什么|你有什么功能|你的名字是什么|你叫啥|你是哪位|您是哪位",
        "robot": "你是机器人吗|您是机器人吗|你是机器人|你是人吗|你是真人吗|您是真人吗|是真人吗|是机器人吗|"
        "这是机器人吗|你是人类吗|你是人工智能吗|你是ai吗|你是不是机器人|你是不是真人|我在和机器人说话吗|"
        "我在跟机器人聊天吗|我在和真人说话吗|你是程序吗|你是機器人嗎|你是真人还是机器人|你是机器人还是真人|"
        "你是人还是机器人|机器人吗|真人吗|是人工还是机器人",
        "ask": "我要|我想|我想要|我需要|可以|能|能不能|可不可以|能否|请|帮我|给我|转|转接|转到|转给|接|联系|找|"
        "和|跟|与|说话|聊天|聊聊|聊|谈|谈谈|对话|沟通|交谈|讲话|通话|一下|吗|有|没有|有没有|让我|麻烦|直接|请问|我|"
        "叫|要|我不要机器人|不要机器人|呼叫|一个|个|想要|想|服务|来|在线|说|吧|呢|请帮我|为我",
        "person": "人工|人工客服|客服|真人|真人客服|客服人员|人工服务|工作人员|人类|活人|在线客服|客户服务|店员|"
        "你们的人|专员|客服专员|人工坐席|真实的人|经理|负责人|真的人|客服小姐姐|销售人员|专人",
        "filler": "请|啊|呀|吧|呢|哦|哈|嗯|了|啦|你|您|你们|的|帮助|你的帮助|您的帮助|再次|大家|朋友|亲|客服|小助手|"
        "助手|机器人|非常|真的|麻烦你了|麻烦您了|哈哈|好",
    },
}
