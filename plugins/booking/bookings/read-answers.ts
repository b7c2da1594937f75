import { platformErrors, pointTo } from '#sdk'
import type { GivenAnswers, Question } from '../contract.ts'
import type { AnsweredRow } from '../tables.ts'

type Answer = GivenAnswers[string]
const longest = 2000

/**
 * Reads the answers to a service's questions, each with the question as it stands now.
 *
 * Whoever books by the page answers what is required; the workspace may leave it open.
 */
export function readAnswers(questions: readonly Question[], given: GivenAnswers, mustAnswer: boolean): AnsweredRow[] {
  const issues: { in: 'body'; pointer: string; detail: string }[] = []
  const refuse = (key: string, detail: string) => {
    issues.push({ in: 'body', pointer: pointTo('answers', key), detail })
  }
  for (const key of Object.keys(given))
    if (!questions.some((question) => question.key === key)) refuse(key, 'There is no such question')
  const answered = questions.flatMap((question) => {
    const { key, label, required } = question
    const answer = Object.hasOwn(given, key) ? given[key] : undefined
    if (answer === undefined || isEmpty(answer)) {
      if (required && mustAnswer) refuse(key, 'This needs an answer')
      return []
    }
    const fault = seekFault(question, answer)
    if (fault !== undefined) refuse(key, fault)
    return [{ key, label, answer }]
  })
  if (issues.length > 0) throw platformErrors.invalid({ errors: issues })
  return answered
}

function isEmpty(answer: Answer): boolean {
  return answer === false || (typeof answer !== 'boolean' && answer.length === 0)
}

function seekFault({ kind, choices }: Question, answer: Answer): string | undefined {
  if (kind === 'yesNo') return typeof answer === 'boolean' ? undefined : 'Answer yes or no'
  if (kind === 'choices') {
    const fits = Array.isArray(answer) && answer.every((each) => choices.includes(each))
    return fits ? undefined : 'Choose among what is offered'
  }
  if (typeof answer !== 'string') return 'Answer in words'
  if (kind === 'choice') return choices.includes(answer) ? undefined : 'Choose one of what is offered'
  if (answer.length > longest) return `Use at most ${longest} characters`
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what cannot be stored or shown
  if (/[\u0000-\u0008\u000b\u000c\u000e-\u001f\p{Cs}]/u.test(answer)) return 'Leave out characters that cannot be shown'
  return kind === 'number' && !/^-?\d{1,15}([.,]\d{1,6})?$/.test(answer.trim()) ? 'Write a number' : undefined
}
