export { SearchField } from './SearchField'
