export { InterviewsPage as default } from '@/features/interviews'
