import { defineMessages } from '@/lib/i18n'

export type Valence = -2 | -1 | 0 | 1 | 2

/** The words for what was felt, each with its valence; the same sixteen as the server's, most pleasant first. */
export const EMOTIONS = {
  delighted: 2,
  grateful: 2,
  proud: 2,
  relieved: 1,
  hopeful: 1,
  amused: 1,
  curious: 1,
  surprised: 0,
  neutral: 0,
  confused: -1,
  anxious: -1,
  disappointed: -1,
  ashamed: -2,
  sad: -2,
  frustrated: -2,
  angry: -2,
} as const satisfies Record<string, Valence>

export type EmotionName = keyof typeof EMOTIONS

export const emotionMessages = defineMessages('emotions', {
  en: {
    delighted: 'delighted',
    grateful: 'grateful',
    proud: 'proud',
    relieved: 'relieved',
    hopeful: 'hopeful',
    amused: 'amused',
    curious: 'curious',
    surprised: 'surprised',
    neutral: 'neutral',
    confused: 'confused',
    anxious: 'anxious',
    disappointed: 'disappointed',
    ashamed: 'ashamed',
    sad: 'sad',
    frustrated: 'frustrated',
    angry: 'angry',
  },
  de: {
    delighted: 'begeistert',
    grateful: 'dankbar',
    proud: 'stolz',
    relieved: 'erleichtert',
    hopeful: 'hoffnungsvoll',
    amused: 'belustigt',
    curious: 'neugierig',
    surprised: 'überrascht',
    neutral: 'neutral',
    confused: 'verwirrt',
    anxious: 'besorgt',
    disappointed: 'enttäuscht',
    ashamed: 'beschämt',
    sad: 'traurig',
    frustrated: 'frustriert',
    angry: 'wütend',
  },
})
