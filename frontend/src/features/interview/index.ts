export { InterviewPage } from './InterviewPage'
export { TagInput } from './TagInput'
