export { TagsPage } from './TagsPage'
export { TagPage } from './TagPage'
