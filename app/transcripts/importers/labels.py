"""The words that labels are made of, in English, German, French and Spanish: parts, particles, and what is no name."""


def _words(*lines: str) -> frozenset[str]:
    return frozenset(word for line in lines for word in line.split())


INTERVIEWERS = _words(
    "interviewer moderator facilitator researcher host q i int mod interv",
    "interviewerin moderatorin forscher forscherin interviewende fragende",
    "intervieweur intervieweuse entrevistador entrevistadora",
)
PARTICIPANTS = _words(
    "interviewee participant respondent customer user guest client caller a r p resp part",
    "befr teiln",
    "befragter befragte interviewte interviewter interviewpartner interviewpartnerin teilnehmer teilnehmerin",
    "kunde kundin proband probandin gast anrufer anruferin nutzer nutzerin",
    "interviewé interviewée entrevistado entrevistada",
)
PARTICLES = _words("de da do dos das del della di du la le van von vom zu der den ter ten bin al el y e af av of")
NO_NAMES = _words(
    "note notes warning example ps nb http https date time location place duration title subject project topic",
    "version recorded recording transcribed transcript attendees participants speakers guests present started meeting",
    "name age gender sex occupation profession education nationality profile email phone alter geschlecht beruf",
    "language file interview interviews transcript transcripts summary keywords agenda chapter section",
    "first second third firstly secondly finally lastly step erstens zweitens drittens schritt zusammenfassung kapitel",
    "datum uhrzeit ort dauer titel thema projekt hinweis beispiel anmerkung aufnahme teilnehmende sprache datei",
)
SAYING = _words(
    "i you he she it we they is was are were be been am had has said says say asked then this that what when so but",
    "not",
    "ich du er sie es wir ihr ist war sind waren hat hatte sagte dann das dass was wenn aber nicht",
)
"""Words of sentences: a label of several words, one of them such a word, is the beginning of what is said."""
LANGUAGES = _words("ar cs da de el en es fi fr he hi hu it ja ko nb nl no pl pt ro ru sv th tr uk vi zh")
