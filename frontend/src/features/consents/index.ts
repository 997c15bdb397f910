export { ConsentRecord, EndingNotice } from './ConsentRecord'
export { ConsentsPage } from './ConsentsPage'
export { FormPage } from './FormPage'
