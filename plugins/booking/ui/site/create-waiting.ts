import { createSignal } from 'solid-js'
import { language, Problem, tellFrame, useWords, zone } from '#site'
import { bookingApi } from './api.ts'
import { addDays, dayIn } from './days.ts'
import { checkDraft, type Draft, formOf, newDraft, type Wrong } from './draft.ts'
import type { PublicSlots, PublicWaiting } from './nouns.ts'
import { wantedBody } from './wanted.ts'
import type { Words } from './words/en.ts'
import { wrongFrom } from './wrong-from.ts'

/** A place on the waiting list in the making: for the next two weeks unless the visitor says otherwise. */
export function createWaiting(workspace: string, view: PublicSlots) {
  const words = useWords<Words>()
  const [wrong, setWrong] = createSignal<Wrong>({})
  const [trouble, setTrouble] = createSignal<unknown>()
  const [working, setWorking] = createSignal(false)
  const [done, setDone] = createSignal<PublicWaiting>()
  const draft = draftFor(view)
  const submit = async () => {
    const days = { fromDay: draft.fromDay, toDay: draft.toDay }
    const isRange = days.fromDay !== '' && days.fromDay <= days.toDay
    const found = { ...(isRange ? {} : { toDay: words().daysMissing }), ...checkDraft(words(), draft, view.service) }
    setTrouble(undefined)
    setWrong(found)
    if (Object.keys(found).length > 0) return
    setWorking(true)
    try {
      const form = formOf(draft, { timeZone: zone(), language: language() })
      setDone(await bookingApi(workspace).wait({ ...wantedBody(view.service), ...days, ...form }))
      tellFrame({ dpf: 'top' })
      tellFrame({ dpf: 'done', what: 'waiting' })
    } catch (error) {
      if (error instanceof Problem && error.status === 422) setWrong(wrongFrom(words(), error))
      setTrouble(() => error)
    } finally {
      setWorking(false)
    }
  }
  return { draft, wrong, trouble, working, done, submit }
}

function draftFor({ window }: PublicSlots): Draft {
  const draft = newDraft()
  draft.fromDay = dayIn(zone(), new Date())
  const later = addDays(draft.fromDay, 14)
  draft.toDay = [later, window.to].sort()[0] ?? later
  return draft
}
