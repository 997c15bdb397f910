export { DownloadButton } from './DownloadButton'
export { ReelNotices } from './ReelNotices'
