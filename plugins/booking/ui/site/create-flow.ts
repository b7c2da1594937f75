import { createEffect, createSignal, on } from 'solid-js'
import { Problem, readQuery, tellFrame, useWords, writeQuery } from '#site'
import { createHold } from './create-hold.ts'
import { checkDraft, newDraft, type Wrong } from './draft.ts'
import type { BookedAnswer, PublicService, Slot } from './nouns.ts'
import { sendBooking } from './send-booking.ts'
import type { Words } from './words/en.ts'
import { wrongFrom } from './wrong-from.ts'

export type Flow = ReturnType<typeof createFlow>

/**
 * From a chosen time to a booking. The time is held as soon as it is chosen; one that somebody else took leaves the form
 * as it is and offers others.
 */
export function createFlow(workspace: string, service: () => PublicService | undefined, onTaken: () => void) {
  const words = useWords<Words>()
  const draft = newDraft()
  let hasChosen = false
  const [chosen, setChosen] = createSignal<Slot>()
  const [done, setDone] = createSignal<BookedAnswer>()
  const [working, setWorking] = createSignal(false)
  const faults = createFaults(words)
  const keeper = createHold(workspace, chosen)
  const fail = (error: unknown) => {
    if (faults.tell(error)) return
    keeper.forget()
    onTaken()
  }
  const choose = async (slot: Slot) => {
    const wanted = service()
    if (wanted === undefined) return
    void keeper.release()
    faults.clear()
    setChosen(slot)
    hasChosen = true
    writeQuery({ time: slot.startsAt }, readQuery('time') === undefined ? 'step' : 'same')
    await keeper.take(slot, wanted).catch(fail)
  }
  const submit = async () => {
    const [slot, wanted] = [chosen(), service()]
    if (slot === undefined || wanted === undefined || working()) return
    faults.clear()
    if (!faults.mark(checkDraft(words(), draft, wanted))) return
    setWorking(true)
    try {
      const booked = await sendBooking(workspace, keeper, draft, slot, wanted)
      keeper.forget()
      setDone(booked)
      writeQuery({ time: undefined })
      tellFrame({ dpf: 'top' })
      tellFrame({ dpf: 'done', what: 'booking' })
    } catch (error) {
      fail(error)
    } finally {
      setWorking(false)
    }
  }
  followBack(chosen, () => {
    if (done() !== undefined) return
    void keeper.release()
    setChosen(undefined)
    faults.clear()
  })
  const { hold } = keeper
  /** Somebody comes back from the form. */
  const isBack = () => hasChosen
  return { ...faults, draft, chosen, hold, working, done, choose, submit, isBack, back: () => history.back() }
}

/** What went wrong: with a field, with the time, or with everything. */
function createFaults(words: () => Words) {
  const [others, setOthers] = createSignal<readonly Slot[]>()
  const [trouble, setTrouble] = createSignal<unknown>()
  const [wrong, setWrong] = createSignal<Wrong>({})
  const clear = () => {
    setTrouble(undefined)
    setOthers(undefined)
  }
  const mark = (found: Wrong): boolean => Object.keys(setWrong(found)).length === 0
  /** Answers false when the time is somebody else's now. */
  const tell = (error: unknown): boolean => {
    if (error instanceof Problem && error.code === 'booking.slotTaken') {
      setOthers(Array.isArray(error.facts.alternatives) ? (error.facts.alternatives as Slot[]) : [])
      return false
    }
    if (error instanceof Problem && error.status === 422) setWrong(wrongFrom(words(), error))
    setTrouble(() => error)
    return true
  }
  return { others, trouble, wrong, clear, mark, tell }
}

/** The Back button leads from the form to the times; a page that is loaded anew begins there too. */
function followBack(chosen: () => Slot | undefined, onBack: () => void): void {
  createEffect(
    on(
      () => readQuery('time'),
      (time) => {
        if (time !== undefined && chosen() === undefined) writeQuery({ time: undefined })
        if (time === undefined && chosen() !== undefined) onBack()
      },
    ),
  )
}
