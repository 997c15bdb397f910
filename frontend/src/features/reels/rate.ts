/** How fast reels play on this device. Where the browser keeps nothing, it is forgotten, and nothing else happens. */

const STORED = 'firsthand.rate'

export function rememberedRate(): number | undefined {
  try {
    const rate = Number(localStorage.getItem(STORED))
    return rate >= 0.5 && rate <= 3 ? rate : undefined
  } catch {
    return undefined
  }
}

export function rememberRate(rate: number): void {
  try {
    localStorage.setItem(STORED, String(rate))
  } catch {
    // Nothing can be kept here.
  }
}
