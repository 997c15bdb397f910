export { ReelsPage as default } from '@/features/reels'
