export { SynonymsPage as default } from '@/features/synonyms'
