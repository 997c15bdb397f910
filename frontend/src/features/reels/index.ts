export { ReelsPage } from './ReelsPage'
export { ReelPage } from './ReelPage'
