export { PlayPage } from './PlayPage'
export { ReelPage } from './ReelPage'
export { ReelsPage } from './ReelsPage'
