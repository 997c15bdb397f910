export { AttachRecording } from './AttachRecording'
export { ImportPage } from './ImportPage'
export { ImportByDrop } from './ImportByDrop'
