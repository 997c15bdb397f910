/** Items for tests. */
import type { Item } from './items'

export const item = (id: string, values: Partial<Item> = {}): Item => ({
  id,
  kind: 'clip',
  length_ms: 1000,
  title: '',
  text: id,
  name: 'Rosa',
  role: '',
  language: 'en',
  url: `/media/${id}`,
  from_ms: 0,
  has_video: true,
  cues: [],
  ...values,
})
