export { PeopleImportPage } from './PeopleImportPage'
