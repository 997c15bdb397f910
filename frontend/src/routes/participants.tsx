export { ParticipantsPage as default } from '@/features/participants'
