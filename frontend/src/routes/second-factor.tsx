export { NeedFactorPage as default } from '@/features/account'
