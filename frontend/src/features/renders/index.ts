export { DownloadButton } from './DownloadButton'
export { MyNotices } from './MyNotices'
export { ReelNotices } from './ReelNotices'
