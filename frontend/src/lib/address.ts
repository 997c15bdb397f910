/** Reading what the part of an address after "?" asks for. */

type Raw = Record<string, unknown>

/**
 * Lets through only what a reader made of an address. The router lays a reader's answer over the raw values; without
 * this, a value that the reader refused would come through all the same.
 */
export function only<Asked extends object>(read: (raw: Raw) => Asked): (raw: Raw) => Asked {
  return (raw) => ({ ...Object.fromEntries(Object.keys(raw).map((name) => [name, undefined])), ...read(raw) })
}

/** Where to go after the sign-in: only paths of ours, so that a link cannot send people elsewhere. */
export function readNext(raw: Raw): { next?: string } {
  // Browsers drop control characters before they read an address: "/\t/host" would be "//host".
  const ours = typeof raw.next === 'string' && /^\/(?!\/)[^\\\s\p{Cc}]*$/u.test(raw.next)
  return ours ? { next: raw.next as string } : {}
}
