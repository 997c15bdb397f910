export { AddTranscript } from './AddTranscript'
export { ReviewBar } from './ReviewBar'
export { TranscriptTools } from './TranscriptTools'
export { useRemarking } from './useRemarking'
