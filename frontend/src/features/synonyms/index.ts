export { SynonymsPage } from './SynonymsPage'
