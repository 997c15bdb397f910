export { InterviewsPage } from './InterviewsPage'
