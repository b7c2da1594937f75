import type { PublicService, Question, Repeat } from './nouns.ts'
import type { Words } from './words/en.ts'

export type Answer = string | boolean | string[]

/**
 * What a visitor has written so far. It lives outside of the form, so that another time, a failure or the Back button
 * loses nothing.
 */
export interface Draft {
  name: string
  email: string
  phone: string
  note: string
  repeat: 'once' | 'week' | 'twoWeeks' | 'month'
  count: number
  skipTaken: boolean
  fromDay: string
  toDay: string
  readonly answers: Record<string, Answer>
}

export function newDraft(): Draft {
  return {
    name: '',
    email: '',
    phone: '',
    note: '',
    repeat: 'once',
    count: 4,
    skipTaken: true,
    fromDay: '',
    toDay: '',
    answers: {},
  }
}

/** What is wrong with a field, by its name; a question's is `answers/<key>`. */
export type Wrong = Readonly<Record<string, string>>

/** What is missing, in words; the API checks it all the same. */
export function checkDraft(words: Words, draft: Draft, service: PublicService): Wrong {
  const wrong: Record<string, string> = {}
  if (draft.name.trim() === '') wrong.name = words.nameMissing
  if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(draft.email.trim())) wrong.email = words.emailMissing
  if (service.location.kind === 'phone' && draft.phone.trim() === '') wrong.phone = words.phoneMissing
  for (const question of service.questions) {
    const fault = checkAnswer(words, question, draft.answers[question.key])
    if (fault !== undefined) wrong[`answers/${question.key}`] = fault
  }
  return wrong
}

function checkAnswer(words: Words, { kind, required }: Question, answer: Answer | undefined): string | undefined {
  const isEmpty = answer === undefined || answer === false || String(answer).trim() === ''
  if (!isEmpty && kind === 'number' && !/^-?\d+([.,]\d+)?$/.test(String(answer).trim())) return words.numberMissing
  if (!isEmpty || !required) return undefined
  return kind.startsWith('choice') ? words.choiceMissing : words.answerMissing
}

/** The form as the API takes it; what was left empty is left out. */
export function formOf(draft: Draft, place: { readonly timeZone: string; readonly language: string }) {
  const answers = Object.entries(draft.answers)
    .map(([key, answer]) => [key, typeof answer === 'string' ? answer.trim() : answer] as const)
    .filter(([, answer]) => answer !== '' && !(Array.isArray(answer) && answer.length === 0))
  return {
    customer: { name: draft.name.trim(), email: draft.email.trim(), phone: draft.phone.trim() || null },
    answers: Object.fromEntries(answers),
    note: draft.note.trim() || null,
    ...place,
  }
}

export function repeatOf({ repeat, count, skipTaken }: Draft): Repeat | null {
  if (repeat === 'once') return null
  const rules = { week: ['week', 1], twoWeeks: ['week', 2], month: ['month', 1] } as const
  const [every, interval] = rules[repeat]
  return { every, interval, count, skipTaken }
}
