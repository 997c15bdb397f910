/** Free attributes of a participant as people type them: one "field: value" a line. */

export function linesOf(attributes: Record<string, unknown>): string {
  return Object.entries(attributes)
    .map(([field, value]) => `${field}: ${textOf(value)}`)
    .join('\n')
}

/** An attribute's value as text; lists are joined, anything deeper is shown as it is stored. */
export function textOf(value: unknown): string {
  if (Array.isArray(value)) return value.map(textOf).join(', ')
  if (typeof value === 'object' && value !== null) return JSON.stringify(value)
  return typeof value === 'string' ? value : String(value)
}

/** Reads the lines back. A line without a colon is a field without a value; values nobody touched keep their type. */
export function attributesOf(lines: string, before: Record<string, unknown> = {}): Record<string, unknown> {
  const pairs = lines
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
    .map((line) => {
      const colon = line.indexOf(':')
      const [field, value] =
        colon < 0 ? [line, ''] : [line.slice(0, colon).trim(), line.slice(colon + 1).trim()]
      const untouched = field in before && textOf(before[field]) === value
      return [field, untouched ? before[field] : value] as const
    })
  return Object.fromEntries(pairs.filter(([field]) => field !== ''))
}
