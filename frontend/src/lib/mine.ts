/** What this device keeps for the person who is signed in: gone when they leave, and when somebody else comes. */

const PREFIX = 'firsthand.mine.'
const WHO = 'who'
/** Where storage is forbidden, things are kept as long as the page. */
const kept = new Map<string, string>()

export function readMine(name: string): string | null {
  return kept.get(PREFIX + name) ?? stored((storage) => storage.getItem(PREFIX + name)) ?? null
}

/** Null forgets it. While nobody is signed in nothing is kept. */
export function keepMine(name: string, text: string | null): void {
  if (text !== null && name !== WHO && readMine(WHO) === null) return
  if (text === null) return forget(PREFIX + name)
  kept.set(PREFIX + name, text)
  stored((storage) => storage.setItem(PREFIX + name, text))
}

/** Told who is signed in, by id; null when nobody is. */
export function belongsTo(who: string | null): void {
  if (who !== null && readMine(WHO) === who) return
  const names = stored((storage) => Object.keys(storage)) ?? []
  for (const name of [...names, ...kept.keys()]) if (name.startsWith(PREFIX)) forget(name)
  if (who !== null) keepMine(WHO, who)
}

function forget(name: string): void {
  kept.delete(name)
  stored((storage) => storage.removeItem(name))
}

function stored<Result>(task: (storage: Storage) => Result): Result | undefined {
  try {
    return task(localStorage)
  } catch {
    return undefined
  }
}
