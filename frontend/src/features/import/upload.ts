/** Sending a file with its progress. XMLHttpRequest, because fetch cannot tell how much has been sent. */
import { changingHeaders } from '@/api/client'
import { Problem, UNREACHABLE, problemOf } from '@/api/problem'

export interface Sent {
  bytes: number
  total: number
  /** Bytes a second over the last seconds; null until that is known. */
  pace: number | null
}

const WINDOW_MS = 4_000

/** How fast something goes, told from how far it was at which moment. */
export function createPace(): (bytes: number, now: number) => number | null {
  const marks: { bytes: number; at: number }[] = []
  return (bytes, now) => {
    marks.push({ bytes, at: now })
    while (marks.length > 2 && now - (marks[0]?.at ?? now) > WINDOW_MS) marks.shift()
    const first = marks[0]
    if (!first || now - first.at < 300) return null
    return ((bytes - first.bytes) / (now - first.at)) * 1000
  }
}

interface UploadOptions {
  signal: AbortSignal
  onProgress: (sent: Sent) => void
}

/** Uploads the recording of an interview. Rejects with a Problem, or with an AbortError once cancelled. */
export function uploadRecording(interviewId: string, file: File, options: UploadOptions): Promise<void> {
  const query = new URLSearchParams({ file_name: file.name })
  const address = `/api/interviews/${encodeURIComponent(interviewId)}/recording?${query}`
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    const pace = createPace()
    request.open('PUT', address)
    request.setRequestHeader('Content-Type', 'application/octet-stream')
    for (const [name, value] of Object.entries(changingHeaders())) request.setRequestHeader(name, value)
    request.upload.onprogress = ({ loaded, total }) =>
      options.onProgress({ bytes: loaded, total, pace: pace(loaded, performance.now()) })
    request.onerror = () => reject(new Problem(0, UNREACHABLE, 'The server cannot be reached.'))
    request.onabort = () => reject(new DOMException('Cancelled', 'AbortError'))
    request.onload = () => {
      if (request.status < 300) resolve()
      else void problemOf(new Response(request.responseText, { status: request.status })).then(reject)
    }
    options.signal.addEventListener('abort', () => request.abort(), { once: true })
    request.send(file)
  })
}
