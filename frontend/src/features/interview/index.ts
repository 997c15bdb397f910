export { InterviewPage } from './InterviewPage'
