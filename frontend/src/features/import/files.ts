/** Which of the dropped files is which: transcripts, recordings, and the pairs among them. Pure. */

const RECORDING =
  /\.(mp4|m4v|mov|webm|mkv|avi|wmv|mpe?g|ts|ogv|mp3|m4a|aac|ogg|oga|opus|wav|flac|aiff?|caf|amr|flv)$/i

/** What arrives as one interview: a transcript, a recording, or both of the same name. */
export interface Pair {
  transcript: File | null
  recording: File | null
}

export function isRecording(file: File): boolean {
  return RECORDING.test(file.name) || /^(audio|video)\//.test(file.type)
}

const SYSTEM = /^(\.|~\$)|^(thumbs\.db|desktop\.ini)$/i
const NEVER = /\.(png|jpe?g|gif|webp|heic|tiff?|svg|zip|7z|rar|gz|exe|dmg|pptx?|key|psd|fig)$/i

/** Whether a file is nothing anyone means to import: the system's own, hidden, or plainly something else. */
export function isBeside(file: File): boolean {
  return SYSTEM.test(file.name) || NEVER.test(file.name) || file.webkitRelativePath.includes('__MACOSX/')
}

/** Where a file lay in the folder that was chosen or dropped; '' for one that came alone. */
const folderOf = ({ webkitRelativePath }: File) => (webkitRelativePath || '').replace(/[^/]*$/, '')

/** A name without its endings: "talk.en.vtt" and "talk.mp4" are both "talk". */
export function stem(name: string): string {
  return name
    .replace(/\.[^.]+$/, '')
    .replace(/\.[a-z]{2,3}(-[a-z]{2,4})?$/i, '')
    .replace(/[._ -](transcript|captions?|subtitles?|\d{3,4}x\d{3,4}|audio_only)$/i, '')
    .normalize('NFC')
    .toLowerCase()
}

/** Pairs each recording with the transcript of its name; what finds no partner stands alone. */
export function pair(files: readonly File[]): Pair[] {
  const recordings = files.filter(isRecording)
  const pairs: Pair[] = files
    .filter((file) => !isRecording(file))
    .map((transcript) => ({ transcript, recording: null }))
  for (const recording of recordings) {
    const partner = pairs.find(
      (one) =>
        one.transcript &&
        !one.recording &&
        folderOf(one.transcript) === folderOf(recording) &&
        stem(one.transcript.name) === stem(recording.name),
    )
    if (partner) partner.recording = recording
    else pairs.push({ transcript: null, recording })
  }
  return pairs
}

/** The day in a file's name, as in "2026-03-12 Rosa.vtt" or "GMT20260312-101500.vtt"; '' when there is none. */
export function dayIn(name: string): string {
  const match = /(?<!\d)(20\d{2})[-_.]?(0[1-9]|1[0-2])[-_.]?(0[1-9]|[12]\d|3[01])(?!\d)/.exec(name)
  return match ? match.slice(1, 4).join('-') : ''
}

/** A title made of a file's name. */
export function titleOf(name: string): string {
  return name
    .replace(/\.[^.]+$/, '')
    .replace(/(?<!\d)[-_.]+|[-_.]+(?!\d)|_+/g, ' ')
    .trim()
}
