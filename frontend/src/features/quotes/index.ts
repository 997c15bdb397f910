export { PlayableQuote } from './PlayableQuote'
export { QuotePage } from './QuotePage'
export { ReelDialog } from './ReelDialog'
