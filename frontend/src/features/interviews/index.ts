export { InterviewList, InterviewRows } from './InterviewRows'
export { InterviewsPage, NoInterviews } from './InterviewsPage'
export { type Interview, type InterviewKind, useInterviews } from './api'
export { messages as interviewMessages } from './messages'
