export { FoundActions, useReelOfAll } from './FoundActions'
export { type FoundAll, foundAll } from './found'
export type { SearchParams } from './params'
export { SearchField } from './SearchField'
