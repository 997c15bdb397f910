export { TagsPage as default } from '@/features/tags'
