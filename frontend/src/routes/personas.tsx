export { PersonasPage as default } from '@/features/personas'
