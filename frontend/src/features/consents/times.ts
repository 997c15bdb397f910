/** A position in a recording as people type it ("1:02:03", "2:03", "63") in ms; null for anything else. */
export function millisecondsOf(typed: string): number | null {
  const text = typed.trim()
  if (!/^(\d{1,3}:){0,2}\d{1,5}([.,]\d{1,3})?$/.test(text)) return null
  const seconds = text.split(':').reduce((total, part) => total * 60 + Number(part.replace(',', '.')), 0)
  return Math.round(seconds * 1000)
}
