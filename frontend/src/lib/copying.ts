/** Puts text on the clipboard. Plain http has no `navigator.clipboard`, and many a company serves its own tools so. */
export async function copyText(text: string): Promise<void> {
  // The types know only secure pages.
  const clipboard = navigator.clipboard as Clipboard | undefined
  if (clipboard) return clipboard.writeText(text)
  const focused = document.activeElement
  const field = document.createElement('textarea')
  field.className = 'visually-hidden'
  field.value = text
  // Inside the dialog that has the focus: elsewhere it could not be selected.
  const place = focused?.closest('[role=dialog]') ?? document.body
  place.append(field)
  field.select()
  // Old and frowned upon, but all there is on plain http.
  const copied = document.execCommand('copy')
  field.remove()
  if (focused instanceof HTMLElement) focused.focus({ preventScroll: true })
  if (!copied) throw new Error('the clipboard cannot be written')
}
