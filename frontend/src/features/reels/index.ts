export { AddToReel } from './AddToReel'
export { ReelPage } from './ReelPage'
export { ReelsPage } from './ReelsPage'
