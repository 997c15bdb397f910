export { AccountPage } from './AccountPage'
export { SetUpPage } from './SetUpPage'
export { SignInPage } from './SignInPage'
