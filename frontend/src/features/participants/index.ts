export { ParticipantsPage } from './ParticipantsPage'
export { ParticipantPage } from './ParticipantPage'
