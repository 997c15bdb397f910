"""What the consent pages say, in English and German: plain words for people who have never heard of this product."""

from datetime import date

Words = dict[str, str]

WORDS: dict[str, Words] = {
    "en": {
        "language": "Language",
        "how_far": "How far may your words travel?",
        "only": "Your words may travel this far:",
        "team": "Only the people of this research",
        "team.more": "Those who work on it read and hear you. Nobody else finds you.",
        "company": "The whole company",
        "company.more": "Everyone who works there can find and hear you, under a made-up name.",
        "public": "Outside of the company too",
        "public.more": "You may also appear on pages and in talks that anyone can see, under a made-up name.",
        "media": "May your recording be played?",
        "media.yes": "Yes, people may hear me",
        "media.yes.more": "Your voice, and your picture where there is video.",
        "media.no": "No, only my words as text",
        "media.no.more": "Your words are shown in writing. Nobody hears or sees you.",
        "media.always": "Your recording may be played too: your voice, and your picture where there is video.",
        "media.never": "Only your words are shown, as text. Your recording is not played.",
        "until": "Your consent holds until {date}. After that day your words disappear, unless you renew it.",
        "no_end": "Your consent has no end date. You can take it back at any time.",
        "name": "Your name, as your signature",
        "name.more": "Only the people of this research see it.",
        "name.wrong": "Type your name to sign.",
        "choose.wrong": "Choose one of the answers.",
        "wrong.title": "Something is missing",
        "agree": "I agree",
        "renew": "Renew my consent",
        "save": "Save my choice",
        "refuse": "I do not agree",
        "back_any_time": "Keep this link. With it you can come back at any time, see what holds, change it or take it "
        "back.",
        "holds": "You agreed",
        "holds.thanks": "Thank you. You agreed",
        "holds.since": "Since",
        "holds.reach": "Your words may be read by",
        "holds.media": "Your recording",
        "holds.media.yes": "may be played",
        "holds.media.no": "is not played",
        "holds.until": "Holds until",
        "holds.no_end": "no end date",
        "reach.team": "the people of this research",
        "reach.company": "the whole company",
        "reach.public": "anyone, also outside of the company",
        "receipt": "Receipt",
        "receipts": "Your receipts",
        "change": "Change my choice",
        "withdraw": "Take my consent back",
        "read_again": "What you agreed to",
        "held": "You have agreed before",
        "held.until": "That holds until {date}. If you sign below, it holds anew, the way you choose now.",
        "held.no_end": "If you sign below, the way you choose now holds instead.",
        "withdrawn": "Your words are not shown",
        "withdrawn.text": "You took your consent back, or did not give it. Nobody finds, reads or hears you.",
        "expired": "Your consent has ended",
        "expired.text": "It held until {date}. Nobody finds, reads or hears you any more, unless you renew it.",
        "again": "If you change your mind, you can agree below.",
        "renew.text": "If you would like to be heard further, read the text once more and sign below.",
        "leave.title": "Take your consent back?",
        "refuse.title": "You do not agree?",
        "leave.lead": "That is your right. You need no reason, and it has no bad consequence for you. This happens:",
        "leave.1": "From the next moment nobody finds, reads or hears you: not in search, quotes or films, not in "
        "shared "
        "links, not on pages that show your words.",
        "leave.2": "Clips, films and pictures that were made of your recording are deleted by themselves, as a rule "
        "within "
        "a minute.",
        "leave.3": "What you said, and your recording, stay locked and unread until they are deleted. If you want "
        "them deleted "
        "altogether, tell the people who spoke with you. That is your right too.",
        "leave.4": "What somebody has already seen, heard or printed cannot be called back.",
        "leave.do": "Take my consent back",
        "refuse.do": "I do not agree",
        "leave.keep": "Leave everything as it is",
        "confirmation": "Confirmation",
        "confirmation.signed": "Consent given",
        "confirmation.withdrawn": "Consent taken back",
        "confirmation.number": "Receipt number",
        "confirmation.when": "Date and time (UTC)",
        "confirmation.name": "Name",
        "confirmation.form": "Form",
        "confirmation.version": "version {number}",
        "confirmation.proof": "Fingerprint of the text (SHA-256)",
        "confirmation.print": "You can print this page or keep it as a PDF with your browser.",
        "confirmation.back": "Back to your page",
        "confirmation.text": "The text you read",
        "over": "This link no longer opens anything",
        "over.text": "It was ended, or waited too long. Ask the people who spoke with you for a new one.",
        "missing": "There is nothing here",
        "missing.text": "The address may be incomplete. Open the link in your mail once more.",
        "busy": "That was very often",
        "busy.text": "Wait a few minutes, and try again. Nothing was lost.",
        "foreign": "This came from another page",
        "foreign.text": "Open the link you were given, and answer there. Nothing was changed.",
        "foot": "This page sets no cookie and does not note who you are or where you came from.",
    },
    "de": {
        "language": "Sprache",
        "how_far": "Wie weit dürfen Ihre Worte reisen?",
        "only": "So weit dürfen Ihre Worte reisen:",
        "team": "Nur zu den Menschen dieser Forschung",
        "team.more": "Wer daran arbeitet, liest und hört Sie. Niemand sonst findet Sie.",
        "company": "Im ganzen Unternehmen",
        "company.more": "Alle, die dort arbeiten, können Sie finden und hören, unter einem erfundenen Namen.",
        "public": "Auch außerhalb des Unternehmens",
        "public.more": "Sie dürfen auch auf Seiten und in Vorträgen vorkommen, die alle sehen können, unter einem "
        "erfundenen Namen.",
        "media": "Darf Ihre Aufnahme abgespielt werden?",
        "media.yes": "Ja, man darf mich hören",
        "media.yes.more": "Ihre Stimme, und Ihr Bild, wo es ein Video gibt.",
        "media.no": "Nein, nur meine Worte als Text",
        "media.no.more": "Ihre Worte erscheinen geschrieben. Niemand hört oder sieht Sie.",
        "media.always": "Auch Ihre Aufnahme darf abgespielt werden: Ihre Stimme, und Ihr Bild, wo es ein Video gibt.",
        "media.never": "Nur Ihre Worte erscheinen, als Text. Ihre Aufnahme wird nicht abgespielt.",
        "until": "Ihre Einwilligung gilt bis {date}. Danach verschwinden Ihre Worte, wenn Sie sie nicht erneuern.",
        "no_end": "Ihre Einwilligung hat kein Enddatum. Sie können sie jederzeit zurücknehmen.",
        "name": "Ihr Name, als Unterschrift",
        "name.more": "Nur die Menschen dieser Forschung sehen ihn.",
        "name.wrong": "Schreiben Sie Ihren Namen, um zu unterschreiben.",
        "choose.wrong": "Wählen Sie eine der Antworten.",
        "wrong.title": "Es fehlt noch etwas",
        "agree": "Ich willige ein",
        "renew": "Einwilligung erneuern",
        "save": "Meine Wahl speichern",
        "refuse": "Ich willige nicht ein",
        "back_any_time": "Heben Sie diesen Link auf. Damit können Sie jederzeit sehen, was gilt, es ändern oder "
        "zurücknehmen.",
        "holds": "Sie haben eingewilligt",
        "holds.thanks": "Danke. Sie haben eingewilligt",
        "holds.since": "Seit",
        "holds.reach": "Ihre Worte lesen dürfen",
        "holds.media": "Ihre Aufnahme",
        "holds.media.yes": "darf abgespielt werden",
        "holds.media.no": "wird nicht abgespielt",
        "holds.until": "Gilt bis",
        "holds.no_end": "kein Enddatum",
        "reach.team": "die Menschen dieser Forschung",
        "reach.company": "alle im Unternehmen",
        "reach.public": "alle, auch außerhalb des Unternehmens",
        "receipt": "Quittung",
        "receipts": "Ihre Quittungen",
        "change": "Meine Wahl ändern",
        "withdraw": "Einwilligung zurücknehmen",
        "read_again": "Worin Sie eingewilligt haben",
        "held": "Sie haben schon einmal eingewilligt",
        "held.until": "Das gilt bis {date}. Wenn Sie unten unterschreiben, gilt es neu, so wie Sie es jetzt wählen.",
        "held.no_end": "Wenn Sie unten unterschreiben, gilt stattdessen, was Sie jetzt wählen.",
        "withdrawn": "Ihre Worte werden nicht gezeigt",
        "withdrawn.text": "Sie haben Ihre Einwilligung zurückgenommen oder nicht gegeben. Niemand findet, liest oder "
        "hört Sie.",
        "expired": "Ihre Einwilligung ist abgelaufen",
        "expired.text": "Sie galt bis {date}. Niemand findet, liest oder hört Sie mehr, wenn Sie sie nicht erneuern.",
        "again": "Wenn Sie es sich anders überlegen, können Sie unten einwilligen.",
        "renew.text": "Wenn Sie weiter gehört werden möchten, lesen Sie den Text noch einmal und unterschreiben Sie "
        "unten.",
        "leave.title": "Einwilligung zurücknehmen?",
        "refuse.title": "Sie willigen nicht ein?",
        "leave.lead": "Das ist Ihr Recht. Sie brauchen keinen Grund, und es hat keine Nachteile für Sie. Das "
        "geschieht:",
        "leave.1": "Vom nächsten Augenblick an findet, liest oder hört Sie niemand: nicht in Suche, Zitaten oder "
        "Filmen, "
        "nicht in geteilten Links, nicht auf Seiten, die Ihre Worte zeigen.",
        "leave.2": "Ausschnitte, Filme und Bilder, die aus Ihrer Aufnahme gemacht wurden, werden von selbst gelöscht, "
        "in der "
        "Regel innerhalb einer Minute.",
        "leave.3": "Was Sie gesagt haben, und Ihre Aufnahme, bleiben verschlossen und ungelesen, bis sie gelöscht "
        "werden. "
        "Wenn Sie möchten, dass alles gelöscht wird, sagen Sie es den Menschen, die mit Ihnen gesprochen haben. Auch "
        "das "
        "ist Ihr Recht.",
        "leave.4": "Was jemand schon gesehen, gehört oder gedruckt hat, lässt sich nicht zurückholen.",
        "leave.do": "Einwilligung zurücknehmen",
        "refuse.do": "Ich willige nicht ein",
        "leave.keep": "Alles lassen, wie es ist",
        "confirmation": "Bestätigung",
        "confirmation.signed": "Einwilligung gegeben",
        "confirmation.withdrawn": "Einwilligung zurückgenommen",
        "confirmation.number": "Nummer der Quittung",
        "confirmation.when": "Datum und Uhrzeit (UTC)",
        "confirmation.name": "Name",
        "confirmation.form": "Formular",
        "confirmation.version": "Fassung {number}",
        "confirmation.proof": "Fingerabdruck des Textes (SHA-256)",
        "confirmation.print": "Sie können diese Seite mit Ihrem Browser drucken oder als PDF aufheben.",
        "confirmation.back": "Zurück zu Ihrer Seite",
        "confirmation.text": "Der Text, den Sie gelesen haben",
        "over": "Dieser Link öffnet nichts mehr",
        "over.text": "Er wurde beendet oder hat zu lange gewartet. Bitten Sie die Menschen, die mit Ihnen gesprochen "
        "haben, "
        "um einen neuen.",
        "missing": "Hier ist nichts",
        "missing.text": "Die Adresse ist vielleicht unvollständig. Öffnen Sie den Link in Ihrer Mail noch einmal.",
        "busy": "Das war sehr oft",
        "busy.text": "Warten Sie einige Minuten, und versuchen Sie es noch einmal. Nichts ging verloren.",
        "foreign": "Das kam von einer anderen Seite",
        "foreign.text": "Öffnen Sie den Link, den Sie bekommen haben, und antworten Sie dort. Nichts wurde geändert.",
        "foot": "Diese Seite setzt kein Cookie und merkt sich nicht, wer Sie sind oder woher Sie kommen.",
    },
}
_MONTHS = {
    "en": [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
    "de": [
        "Januar",
        "Februar",
        "März",
        "April",
        "Mai",
        "Juni",
        "Juli",
        "August",
        "September",
        "Oktober",
        "November",
        "Dezember",
    ],
}


def words_for(language: str) -> tuple[str, Words]:
    """The language the page speaks beside a text in some language, and its words: English where we have no other."""
    short = language.partition("-")[0].lower()
    known = short if short in WORDS else "en"
    return known, WORDS[known]


def written(day: date, language: str) -> str:
    """A day as people write it: 3 May 2027, 3. Mai 2027."""
    month = _MONTHS[language][day.month - 1]
    return f"{day.day}. {month} {day.year}" if language == "de" else f"{day.day} {month} {day.year}"
