/** A form to begin with, in both languages. Whoever asks people has to fill in who they are, and have it checked. */
export const EXAMPLE = {
  en: {
    title: 'May we use what you told us?',
    body: `We talked with you to understand what your days are like, and what we could do better. Thank you for your time.

## What we keep

- the recording of our conversation, and its words in writing
- what you told us about yourself, under a **made-up name**

## What we use it for

People who work on our products read and hear what you said, so that they understand it in your own words. We sell nothing with it, and we give your name to nobody.

## What you decide

Below you choose **how far** your words may travel, and whether your **voice** may be heard. You can change that at any time, or take it back, without giving a reason and without any consequence for you.

*Responsible: (company, address, contact). Our data protection officer: (contact). You may ask what we hold about you, have it corrected or deleted, and complain to a supervisory authority.*`,
  },
  de: {
    title: 'Dürfen wir verwenden, was Sie uns erzählt haben?',
    body: `Wir haben mit Ihnen gesprochen, um zu verstehen, wie Ihr Alltag aussieht und was wir besser machen können. Vielen Dank für Ihre Zeit.

## Was wir aufheben

- die Aufnahme unseres Gesprächs und seinen Wortlaut
- was Sie uns über sich erzählt haben, unter einem **erfundenen Namen**

## Wofür wir es verwenden

Menschen, die an unseren Produkten arbeiten, lesen und hören, was Sie gesagt haben, um es in Ihren eigenen Worten zu verstehen. Wir verkaufen nichts damit und geben Ihren Namen niemandem weiter.

## Was Sie entscheiden

Unten wählen Sie, **wie weit** Ihre Worte reisen dürfen und ob man Ihre **Stimme** hören darf. Sie können das jederzeit ändern oder zurücknehmen, ohne Grund und ohne Nachteile.

*Verantwortlich: (Unternehmen, Anschrift, Kontakt). Datenschutzbeauftragte Person: (Kontakt). Sie können erfahren, was wir über Sie haben, es berichtigen oder löschen lassen und sich bei einer Aufsichtsbehörde beschweren.*`,
  },
} as const
