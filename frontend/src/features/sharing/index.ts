export { SharingPage } from './SharingPage'
