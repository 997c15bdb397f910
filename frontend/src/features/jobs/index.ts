export { JobIndicator } from './JobIndicator'
export { JobLine } from './JobLine'
