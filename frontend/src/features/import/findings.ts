import { defineMessages } from '@/lib/i18n'

/** What the readers of the many formats stumble over, by code; the server's own words are English only. */
export const findings = defineMessages('import-findings', {
  en: {
    bad_time: 'A time cannot be read; the words were kept without it.',
    broken_off: 'The page breaks off here; what stands behind could not be read.',
    broken_xml: 'The XML of this file is broken here; what follows was read as well as possible.',
    columns_left_out: 'These columns are not part of what was said; they were left out.',
    comments: 'Comments were left out.',
    cue_in_header:
      'An empty line is missing above this caption. It was read, but some players do not show it.',
    cut_short: 'The file breaks off here, or does not keep to its form; what stands before was read.',
    fields_guessed: 'This JSON is of no known service; it was read by the names of its fields.',
    footnote: 'A footnote was left out.',
    heading: 'A heading was left out of what was said.',
    hidden_text: 'Hidden text was left out.',
    labels_in_paragraph: 'Several voices stood in one paragraph. It was cut where their names stand.',
    lone_names: 'Names that stand alone on a line were read as those who speak below them.',
    loose_times:
      'No time is written as WebVTT asks, 00:00:01.000. All were read as they are meant; players would show none of these captions.',
    no_question_column: 'No column holds answers to a question.',
    no_speaker: 'A line of no known kind was left out.',
    no_text_column: 'No column holds what was said.',
    other_language: 'The same words in another language were left out.',
    page_furniture: 'Headers, footers or page numbers were left out.',
    page_unreadable: 'A page could not be read.',
    page_without_text: 'A page holds no text.',
    row_without_text: 'A row without words was left out.',
    styles_as_speakers: 'No line names its speaker; the styles of the lines were taken for the names.',
    tier_left_out: 'This tier explains what was said, or is no speech; it was left out.',
    tracked_changes: 'Tracked deletions were left out, insertions were kept.',
    untimed: 'This paragraph has no time.',
    words_repeated: 'The file says its words again for each speaker; each was read once.',
  },
  de: {
    bad_time: 'Eine Zeit ist nicht lesbar; die Worte blieben ohne sie.',
    broken_off: 'Die Seite bricht hier ab; was dahinter steht, war nicht lesbar.',
    broken_xml: 'Das XML dieser Datei ist hier fehlerhaft; das Weitere wurde so gut wie möglich gelesen.',
    columns_left_out: 'Diese Spalten gehören nicht zum Gesagten; sie wurden ausgelassen.',
    comments: 'Kommentare wurden ausgelassen.',
    cue_in_header:
      'Über diesem Untertitel fehlt eine Leerzeile. Er wurde gelesen, aber manche Player zeigen ihn nicht.',
    cut_short: 'Die Datei bricht hier ab oder hält ihre Form nicht ein; was davor steht, wurde gelesen.',
    fields_guessed:
      'Dieses JSON stammt von keinem bekannten Dienst; es wurde nach den Namen seiner Felder gelesen.',
    footnote: 'Eine Fußnote wurde ausgelassen.',
    heading: 'Eine Überschrift gehört nicht zum Gesagten und wurde ausgelassen.',
    hidden_text: 'Verborgener Text wurde ausgelassen.',
    labels_in_paragraph:
      'Mehrere Stimmen standen in einem Absatz. Er wurde dort geteilt, wo ihre Namen stehen.',
    lone_names: 'Namen allein auf einer Zeile wurden als die gelesen, die darunter sprechen.',
    loose_times:
      'Keine Zeit ist geschrieben, wie WebVTT es verlangt, 00:00:01.000. Alle wurden gelesen, wie sie gemeint sind; Player würden keinen dieser Untertitel zeigen.',
    no_question_column: 'Keine Spalte enthält Antworten auf eine Frage.',
    no_speaker: 'Eine Zeile unbekannter Art wurde ausgelassen.',
    no_text_column: 'Keine Spalte enthält, was gesagt wurde.',
    other_language: 'Dieselben Worte in einer anderen Sprache wurden ausgelassen.',
    page_furniture: 'Kopf- und Fußzeilen oder Seitenzahlen wurden ausgelassen.',
    page_unreadable: 'Eine Seite war nicht lesbar.',
    page_without_text: 'Eine Seite enthält keinen Text.',
    row_without_text: 'Eine Zeile ohne Worte wurde ausgelassen.',
    styles_as_speakers: 'Keine Zeile nennt, wer spricht; die Stile der Zeilen wurden als Namen gelesen.',
    tier_left_out: 'Diese Ebene erläutert das Gesagte oder ist keine Rede; sie wurde ausgelassen.',
    tracked_changes: 'Nachverfolgte Löschungen wurden ausgelassen, Einfügungen blieben.',
    untimed: 'Dieser Absatz hat keine Zeit.',
    words_repeated: 'Die Datei nennt ihre Worte je Stimme noch einmal; jedes wurde einmal gelesen.',
  },
})
