import { defineMessages, useText } from '@/lib/i18n'

/** The formats that have a name in every language; those of products keep the one the server gives. */
const formats = defineMessages('import-formats', {
  en: {
    text: 'Text with speaker labels',
    docx: 'Word document (DOCX)',
    odt: 'OpenDocument text (ODT)',
    rtf: 'Rich Text (RTF)',
    pdf: 'PDF with text',
    html: 'HTML page',
    csv: 'Table (CSV, TSV)',
    xlsx: 'Workbook (XLSX)',
    json: 'JSON, a list of sayings',
    labels: 'Label track (Audacity, aeneas)',
    'timed-xml': 'Timed XML (YouTube, aeneas)',
    'zoom-timeline': 'Zoom (timeline)',
    'textgrid-binary': 'Praat TextGrid (binary)',
  },
  de: {
    text: 'Text mit Sprechernamen',
    docx: 'Word-Dokument (DOCX)',
    odt: 'OpenDocument-Text (ODT)',
    rtf: 'Rich Text (RTF)',
    pdf: 'PDF mit Text',
    html: 'HTML-Seite',
    csv: 'Tabelle (CSV, TSV)',
    xlsx: 'Arbeitsmappe (XLSX)',
    json: 'JSON, eine Liste von Äußerungen',
    labels: 'Textmarken (Audacity, aeneas)',
    'timed-xml': 'XML mit Zeiten (YouTube, aeneas)',
    'zoom-timeline': 'Zoom (Zeitleiste)',
    'textgrid-binary': 'Praat TextGrid (binär)',
  },
})

/** What people call the format of a file that was read. */
export function useFormatTitle() {
  const t = useText(formats)
  return ({ format, format_title }: { format: string; format_title: string }) =>
    format in formats.en ? t(format as keyof typeof formats.en) : format_title
}
