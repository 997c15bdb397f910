export { ReelPage } from './ReelPage'
export { ReelsPage } from './ReelsPage'
