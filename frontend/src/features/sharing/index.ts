export { ShareButton } from './ShareButton'
export { SharingPage } from './SharingPage'
