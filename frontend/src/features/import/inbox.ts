/** Files dropped on another page wait here for the import page. */
let waiting: File[] = []

export function handOver(files: File[]): void {
  waiting = files
}

export function takeWaiting(): File[] {
  const files = waiting
  waiting = []
  return files
}
