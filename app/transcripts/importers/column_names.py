"""The names that columns have, in the languages and tools we know; the most telling first."""

import re


def bare(header: str) -> str:
    """A header for comparison: small letters, no underscores, no hyphens, no colon."""
    return re.sub(r"[_\-\s]+", " ", header).strip().strip(":*").strip().casefold()


def _names(words: str) -> frozenset[str]:
    return frozenset(bare(word) for word in words.split("·"))


NAMED: dict[str, frozenset[str]] = {
    "text": _names(
        "text·words·content·transcript·transcription·utterance·utterances·sentence·dialogue·dialog·speech·"
        "quote·caption·subtitle·message·statement·verbatim·paragraph·turn text·spoken text·detected text·"
        "inhalt·aussage·transkript·wortlaut·beitrag·äußerung·gesagtes·zitat·texte·transcription textuelle·"
        "paroles·texto·transcripción·contenido·testo·tekst·文字起こし·発言·内容·文本·内容文字"
    ),
    "speaker": _names(
        "speaker·speakers·name·who·voice·person·speaker name·speaker id·speaker label·from·author·user·"
        "sprecher·sprecherin·sprecher:in·stimme·wer·sprechende·locuteur·intervenant·hablante·orador·"
        "interlocutor·parlante·spreker·話者·发言人·说话人·actor·role·channel·participant"
    ),
    "start": _names(
        "start·time·timestamp·timecode·start time·begin·begin time·starttime·start timecode·start ms·start s·"
        "start sec·in·in point·timespan·time span·offset·start seconds·start (s)·start (ms)·from time·zeit·"
        "zeitstempel·beginn·anfang·startzeit·zeitspanne·début·temps·inicio·tiempo·tijd·inizio·時間·开始·turn time"
    ),
    "end": _names(
        "end·stop·end time·endtime·end timecode·end ms·end s·end sec·out·out point·end seconds·end (s)·"
        "end (ms)·ende·endzeit·bis·fin·fine·einde·终了·結束·结束"
    ),
    "duration": _names("dur·dur.·duration·dauer·durée·duración·length·länge"),
    "tags": _names(
        "tag·tags·code·codes·theme·themes·label·labels·topic·topics·category·categories·keywords·schlagwort·"
        "schlagwörter·thema·themen·kategorie·kategorien·étiquettes·thème·thèmes·etiqueta·etiquetas·temas·"
        "coding"
    ),
}
SAID_TOO = _names(
    "response·answer·comment·comments·feedback·review·reply·body·antwort·kommentar·rückmeldung·réponse·commentaire·"
    "respuesta·comentario"
)
"""Names of columns that may hold what was said, where none is named more plainly: in a survey they are questions."""
PARTICIPANT = _names(
    "participant·participant id·participantid·respondent·respondent id·respondentid·response id·"
    "responseid·pseudonym·id·#·user id·customer id·case id·teilnehmer·teilnehmer id·teilnehmernummer·"
    "teilnehmende·proband·probandin·nummer·nr·nr.·fallnummer·participante·identifiant·case"
)
LEGAL_NAME = _names(
    "name·full name·your name·first name·last name·vorname·nachname·vollständiger name·recipientlastname·"
    "recipientfirstname·nombre·nom"
)
CONTACT = _names(
    "email·e-mail·email address·e-mail-adresse·mail·phone·phone number·telefon·recipientemail·username·"
    "nutzername·correo"
)
DATE = _names(
    "timestamp·date·submitted·submitted at·submit date (utc)·submit date·end date·enddate·recordeddate·"
    "recorded date·datum·zeitstempel·completed at·completion time·created at·date submitted·abgegeben am·"
    "datum abgeschickt·fecha·horodateur"
)
MACHINE = _names(
    "ipaddress·ip address·ip·status·progress·finished·duration (in seconds)·startdate·start date·"
    "start date (utc)·start time·collector id·network id·externalreference·externaldatareference·"
    "locationlatitude·locationlongitude·distributionchannel·userlanguage·score·token·seed·lastpage·"
    "letzte seite·startlanguage·startsprache·custom data·response type·survey id·last page·user agent·"
    "referrer"
)
