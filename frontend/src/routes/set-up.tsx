export { SetUpPage as default } from '@/features/account'
