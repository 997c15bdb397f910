/** What the server answers when it cannot do what was asked (RFC 9457), and what we know when it says nothing. */

interface Fault {
  /** A field path such as "body.email", or a line such as "line 12". */
  where: string
  message: string
  code: string
}

/** The server could not be reached at all. */
export const UNREACHABLE = 'unreachable'

export class Problem extends Error {
  override readonly name = 'Problem'

  constructor(
    /** The HTTP status; 0 when no answer came. */
    readonly status: number,
    /** Stable and meant for programs, e.g. "not_allowed". */
    readonly code: string,
    /** Plain words for the reader. */
    readonly detail: string,
    readonly title = detail,
    readonly faults: readonly Fault[] = [],
    /** Whatever else the server said, e.g. the column of a bad query. */
    readonly extra: Readonly<Record<string, unknown>> = {},
  ) {
    super(detail)
  }

  /** The message for one input field, by the last part of its path. */
  faultOf(field: string): string | undefined {
    return this.faults.find((fault) => fault.where === field || fault.where.endsWith(`.${field}`))?.message
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null
const text = (value: unknown, otherwise: string) => (typeof value === 'string' ? value : otherwise)

function faultsOf(value: unknown): Fault[] {
  if (!Array.isArray(value)) return []
  return value.filter(isRecord).map((fault) => ({
    where: text(fault.where, ''),
    message: text(fault.message, ''),
    code: text(fault.code, 'invalid'),
  }))
}

/** Reads a refused answer; one without problem+json becomes a problem all the same. */
export async function problemOf(response: Response): Promise<Problem> {
  const body: unknown = await response
    .clone()
    .json()
    .catch(() => null)
  if (!isRecord(body)) return new Problem(response.status, `http_${response.status}`, response.statusText)
  const { title, code, detail, faults, ...extra } = body
  const heading = text(title, response.statusText)
  return new Problem(
    response.status,
    text(code, `http_${response.status}`),
    text(detail, heading),
    heading,
    faultsOf(faults),
    extra,
  )
}

export function isProblem(error: unknown, code?: string): error is Problem {
  return error instanceof Problem && (code === undefined || error.code === code)
}
