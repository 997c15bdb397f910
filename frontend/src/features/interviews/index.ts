export { InterviewList, InterviewRows } from './InterviewRows'
export { InterviewsPage, NoInterviews } from './InterviewsPage'
export { type Interview, useInterviews } from './api'
