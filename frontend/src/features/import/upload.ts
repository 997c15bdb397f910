/**
 * Sending a recording so that it may stop and go on: by the tus protocol, in pieces with a checksum each. After a lost
 * connection it goes on by itself; after a reload, when the same file is chosen again for the same interview.
 */
import type { DetailedError, HttpRequest, Upload } from 'tus-js-client'
import { type Schema, api, changingHeaders } from '@/api/client'
import { Problem, UNREACHABLE, problemOf } from '@/api/problem'
import { bytesAt, hexOf, sampleParts } from './sample'

export interface Sent {
  bytes: number
  total: number
  /** Bytes a second over the last seconds; null until that is known. */
  pace: number | null
}

const WINDOW_MS = 4_000
const PIECE_BYTES = 16 * 1024 * 1024
const ASK_MS = 700
// Half an hour of tries: a closed lid, a train's tunnel, a server that is restarted.
const RETRIES_MS = [0, 1_000, 2_000, 5_000, 10_000, ...Array<number>(60).fill(30_000)]
/** Answers that another try does not change; whatever else went wrong on the way is tried again. */
const FINAL = new Set([401, 403, 404, 410, 412, 413, 415, 422, 429, 507])

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
  /** Ends the upload and throws away what has arrived. */
  signal: AbortSignal
  onProgress: (sent: Sent) => void
  /** All bytes are there; the server looks into them. */
  onChecking?: () => void
  /** Gets what pauses the upload and lets it go on. */
  onStart?: (steering: Steering) => void
  /** Rejects with Problem `recording_known` when another interview has the same file already. */
  refuseKnown?: boolean
}

export interface Steering {
  pause: () => void
  resume: () => void
}

/** Uploads the recording of an interview. Rejects with a Problem, or with an AbortError once cancelled. */
export async function uploadRecording(
  interviewId: string,
  file: File,
  options: UploadOptions,
): Promise<Schema<'UploadOut'>> {
  const address = await send(interviewId, file, options)
  options.onChecking?.()
  return checked(address, options.signal)
}

async function send(interviewId: string, file: File, options: UploadOptions): Promise<string> {
  const { Upload } = await import('tus-js-client')
  const sample = options.refuseKnown ? await sampleOf(file) : undefined
  const pace = createPace()
  return new Promise((resolve, reject) => {
    const upload: Upload = new Upload(file, {
      endpoint: `/api/interviews/${encodeURIComponent(interviewId)}/uploads`,
      chunkSize: PIECE_BYTES,
      retryDelays: RETRIES_MS,
      removeFingerprintOnSuccess: true,
      metadata: { filename: file.name, ...(sample ? { sample } : {}) },
      fingerprint: () => Promise.resolve(fingerprintOf(interviewId, file)),
      onBeforeRequest: (request) => prepare(request, file),
      onShouldRetry: (error) => !isFinal(error),
      onProgress: (bytes, total) =>
        options.onProgress({ bytes, total, pace: pace(bytes, performance.now()) }),
      onError: (error) => void problemIn(error).then(reject),
      onSuccess: () => resolve(upload.url ?? ''),
    })
    options.signal.addEventListener(
      'abort',
      () => void upload.abort(true).finally(() => reject(new DOMException('Cancelled', 'AbortError'))),
      { once: true },
    )
    const resume = () => void continued(upload).then(() => upload.start())
    options.onStart?.({ pause: () => void upload.abort(), resume })
    resume()
  })
}

/** Goes on where the same file stopped for the same interview, also in an earlier life of this page. */
async function continued(upload: Upload): Promise<void> {
  const [latest] = await upload.findPreviousUploads().catch(() => [])
  if (latest) upload.resumeFromPreviousUpload(latest)
}

function fingerprintOf(interviewId: string, file: File): string {
  return ['firsthand', interviewId, file.name, file.size, file.lastModified].join('/')
}

async function prepare(request: HttpRequest, file: File): Promise<void> {
  for (const [name, value] of Object.entries(changingHeaders())) request.setHeader(name, value)
  // Pages that did not come over https cannot hash; the whole file is hashed on the server all the same.
  if (request.getMethod() !== 'PATCH' || !globalThis.crypto?.subtle) return
  const offset = Number(request.getHeader('Upload-Offset'))
  const piece = await bytesAt(file, offset, PIECE_BYTES)
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', piece))
  request.setHeader('Upload-Checksum', `sha256 ${btoa(String.fromCharCode(...digest))}`)
}

/** What tells a file apart without reading all of it; see `sample_of` on the server. */
async function sampleOf(file: File): Promise<string | undefined> {
  if (!globalThis.crypto?.subtle) return undefined
  const parts = new Blob([
    String(file.size),
    ...sampleParts(file.size).map(([from, to]) => file.slice(from, to)),
  ])
  return hexOf(await crypto.subtle.digest('SHA-256', await parts.arrayBuffer()))
}

/** A conflict passes where bytes are sent (a dead connection still holds the upload), not where it begins. */
const isFinal = (error: DetailedError): boolean =>
  FINAL.has(statusOf(error)) || (statusOf(error) === 409 && error.originalRequest.getMethod() === 'POST')

const statusOf = (error: Error | DetailedError): number =>
  'originalResponse' in error ? (error.originalResponse?.getStatus() ?? 0) : 0

async function problemIn(error: Error | DetailedError): Promise<Problem> {
  const status = statusOf(error)
  const answer = 'originalResponse' in error ? error.originalResponse : null
  if (!answer || status < 200 || status > 599)
    return new Problem(0, UNREACHABLE, 'The server cannot be reached.')
  return problemOf(new Response(answer.getBody(), { status }))
}

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/** Waits until the server has looked into the file. */
async function checked(address: string, signal: AbortSignal): Promise<Schema<'UploadOut'>> {
  const uploadId = address.split('/').at(-1) ?? ''
  for (;;) {
    const { data } = await api.GET('/api/uploads/{upload_id}', {
      params: { path: { upload_id: uploadId } },
      signal,
    })
    if (data?.state === 'done') return data
    if (data?.state === 'refused') throw new Problem(422, 'upload_refused', data.message)
    await wait(ASK_MS)
  }
}
