import { addDays } from '../days.ts'

export interface QuickTask {
  readonly title: string
  readonly dueOn: string | null
}

/** What is typed into the line above the tasks: `Call Anna tomorrow` is due tomorrow. */
export function readQuickTask(typed: string, today: string): QuickTask {
  const text = typed.trim().replaceAll(/\s+/g, ' ')
  const [, title = text, word = ''] = /^(.+) (today|tomorrow|next week)$/i.exec(text) ?? []
  const days: Readonly<Record<string, number>> = { today: 0, tomorrow: 1, 'next week': 7 }
  const ahead = days[word.toLowerCase()]
  return { title, dueOn: ahead === undefined ? null : addDays(today, ahead) }
}
