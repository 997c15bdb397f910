/** Which parts of a file its sample is made of. The same as `sample_of` in app/recordings/parts.py. Pure. */

const SAMPLE_BYTES = 64 * 1024

/** The first, the middle and the last 64 KB, as `[from, to)`. */
export function sampleParts(size: number): [number, number][] {
  const starts = [0, Math.max(0, Math.floor(size / 2) - SAMPLE_BYTES / 2), Math.max(0, size - SAMPLE_BYTES)]
  return starts.map((start) => [start, Math.min(size, start + SAMPLE_BYTES)])
}

export function hexOf(buffer: ArrayBuffer): string {
  return Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

export function bytesAt(file: Blob, offset: number, length: number): Promise<ArrayBuffer> {
  return file.slice(offset, offset + length).arrayBuffer()
}
