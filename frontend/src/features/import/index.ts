export { ImportPage } from './ImportPage'
export { ImportByDrop } from './ImportByDrop'
