export { TopicsPage as default } from '@/features/topics'
