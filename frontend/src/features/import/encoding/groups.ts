/** For which scripts an encoding was made. */

const GROUPS = {
  western: ['cp1252', 'iso8859-15', 'mac-roman', 'cp850', 'cp437'],
  central: ['cp1250', 'iso8859-2', 'mac-latin2', 'cp852'],
  baltic: ['cp1257', 'iso8859-13'],
  turkish: ['cp1254', 'iso8859-9', 'mac-turkish'],
  cyrillic: ['cp1251', 'koi8-r', 'koi8-u', 'iso8859-5', 'mac-cyrillic', 'cp866'],
  greek: ['cp1253', 'iso8859-7', 'mac-greek'],
  hebrew: ['cp1255', 'iso8859-8'],
  arabic: ['cp1256', 'iso8859-6'],
  vietnamese: ['cp1258'],
  thai: ['cp874'],
  japanese: ['shift-jis', 'cp932', 'euc-jp', 'iso2022-jp'],
  chinese: ['gb18030'],
  taiwan: ['big5', 'cp950', 'big5hkscs'],
  korean: ['euc-kr', 'cp949'],
} as const

export type Group = keyof typeof GROUPS | 'unicode'

export function groupOf(encoding: string): Group {
  const found = (Object.keys(GROUPS) as (keyof typeof GROUPS)[]).find((group) =>
    (GROUPS[group] as readonly string[]).includes(encoding),
  )
  return found ?? 'unicode'
}
