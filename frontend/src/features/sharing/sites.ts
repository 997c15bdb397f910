/** Sites as they are typed, one per line. The server decides; this only says so while typing. */

const HOST = /^(\[[0-9a-f:]+\]|[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*)$/

/** The origin of an address, or null when it is none. */
export function originOf(text: string): string | null {
  if (!/^https?:\/\//i.test(text)) return null
  try {
    const url = new URL(text)
    return !url.username && HOST.test(url.hostname) ? url.origin : null
  } catch {
    return null
  }
}

export interface Sites {
  origins: string[]
  /** The first line that is no site. */
  wrong: string | null
}

export function readSites(text: string): Sites {
  const lines = text.split(/[\n,]/).flatMap((line) => line.trim() || [])
  const read = lines.map((line) => ({ line, origin: originOf(line) }))
  return {
    origins: [...new Set(read.flatMap(({ origin }) => origin ?? []))],
    wrong: read.find(({ origin }) => origin === null)?.line ?? null,
  }
}
