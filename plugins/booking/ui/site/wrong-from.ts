import type { Problem } from '#site'
import type { Wrong } from './draft.ts'
import type { Words } from './words/en.ts'

/** What the API found wrong, at its field and in the page's language; its own sentence is English. */
export function wrongFrom(words: Words, { fields }: Problem): Wrong {
  const own: Readonly<Record<string, string>> = {
    name: words.nameMissing,
    email: words.emailMissing,
    phone: words.phoneMissing,
    fromDay: words.daysMissing,
    toDay: words.daysMissing,
  }
  const named = Object.keys(fields).map((pointer) => {
    const field = pointer.replace(/^customer\//, '')
    const name = field.startsWith('answers/') ? field.split('/').slice(0, 2).join('/') : field
    return [name, own[name] ?? words.wrong] as const
  })
  return Object.fromEntries(named)
}
