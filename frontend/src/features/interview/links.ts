/** Addresses of other people's players that start at a moment. */

/** The address, started so many ms into the recording; where a service cannot start later, just the address. */
export function momentOf(provider: string | null, address: string, ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000))
  if (seconds === 0) return address
  const url = new URL(address)
  if (provider === 'youtube')
    url.searchParams.set(url.pathname.startsWith('/embed/') ? 'start' : 't', `${seconds}`)
  else if (provider === 'loom') url.searchParams.set('t', `${seconds}`)
  else if (provider === 'wistia')
    url.searchParams.set(url.pathname.startsWith('/embed/') ? 'time' : 'wtime', `${seconds}`)
  else if (provider === 'vimeo') url.hash = `t=${seconds}s`
  else if (provider === 'file' || provider === 'hls') url.hash = `t=${seconds}`
  return url.href
}
