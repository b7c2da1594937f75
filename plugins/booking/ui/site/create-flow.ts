import { createEffect, createSignal, on, onCleanup } from 'solid-js'
import { language, Problem, readQuery, tellFrame, useWords, writeQuery, zone } from '#site'
import { bookingApi, letGo } from './api.ts'
import { checkDraft, formOf, newDraft, repeatOf, type Wrong } from './draft.ts'
import type { BookedAnswer, Hold, PublicService, Slot } from './nouns.ts'
import { wantedBody } from './wanted.ts'
import type { Words } from './words/en.ts'
import { wrongFrom } from './wrong-from.ts'

export type Flow = ReturnType<typeof createFlow>

/**
 * From a chosen time to a booking. The time is held as soon as it is chosen; a hold that ran out is taken anew when the
 * form is sent; a time that somebody else took leaves the form as it is and offers others.
 */
export function createFlow(workspace: string, service: () => PublicService | undefined, onTaken: () => void) {
  const words = useWords<Words>()
  const api = bookingApi(workspace)
  const draft = newDraft()
  let hasChosen = false
  const [chosen, setChosen] = createSignal<Slot>()
  const [hold, setHold] = createSignal<Hold>()
  const [others, setOthers] = createSignal<readonly Slot[]>()
  const [trouble, setTrouble] = createSignal<unknown>()
  const [wrong, setWrong] = createSignal<Wrong>({})
  const [working, setWorking] = createSignal(false)
  const [done, setDone] = createSignal<BookedAnswer>()

  const release = async () => {
    const held = hold()
    setHold(undefined)
    if (held !== undefined && done() === undefined) return letGo(workspace, held.token)
  }
  const leave = () => void release()
  addEventListener('pagehide', leave)
  onCleanup(() => removeEventListener('pagehide', leave))
  const take = async (slot: Slot, wanted: PublicService): Promise<Hold | undefined> => {
    const held = await api.hold({ ...wantedBody(wanted), startsAt: slot.startsAt })
    if (chosen() !== slot) {
      void letGo(workspace, held.token)
      return undefined
    }
    setHold(held)
    return held
  }
  const fail = (error: unknown) => {
    if (!(error instanceof Problem)) return setTrouble(() => error)
    if (isTaken(error)) {
      setHold(undefined)
      setOthers(Array.isArray(error.facts.alternatives) ? (error.facts.alternatives as Slot[]) : [])
      onTaken()
    } else if (error.status === 422) {
      setWrong(wrongFrom(words(), error))
      setTrouble(() => error)
    } else setTrouble(() => error)
  }
  const choose = async (slot: Slot) => {
    const wanted = service()
    if (wanted === undefined) return
    void release()
    setTrouble(undefined)
    setOthers(undefined)
    setChosen(slot)
    hasChosen = true
    writeQuery({ time: slot.startsAt }, readQuery('time') === undefined ? 'step' : 'same')
    await take(slot, wanted).catch(fail)
  }
  const send = async (slot: Slot, wanted: PublicService): Promise<BookedAnswer> => {
    const form = formOf(draft, { timeZone: zone(), language: language() })
    const repeat = repeatOf(draft)
    if (repeat !== null) {
      // A series is all of its times at once; the first is let go of, to be taken with the others.
      await release()
      return api.bookSeries({ ...wantedBody(wanted), startsAt: slot.startsAt, ...form, repeat })
    }
    const held = hold() ?? (await take(slot, wanted))
    if (held === undefined) throw new Problem(0, {})
    try {
      return await api.book(held.token, form)
    } catch (error) {
      if (!(error instanceof Problem) || !isGone(error)) throw error
      // It ran out meanwhile; whoever is first gets it.
      setHold(undefined)
      const again = await take(slot, wanted)
      if (again === undefined) throw error
      return api.book(again.token, form)
    }
  }
  const submit = async () => {
    const [slot, wanted] = [chosen(), service()]
    if (slot === undefined || wanted === undefined || working()) return
    setTrouble(undefined)
    setOthers(undefined)
    setWrong(checkDraft(words(), draft, wanted))
    if (Object.keys(wrong()).length > 0) return
    setWorking(true)
    try {
      setDone(await send(slot, wanted))
      setHold(undefined)
      writeQuery({ time: undefined })
      tellFrame({ dpf: 'top' })
      tellFrame({ dpf: 'done', what: 'booking' })
    } catch (error) {
      fail(error)
    } finally {
      setWorking(false)
    }
  }
  // The Back button leads from the form to the times; a page that is loaded anew begins there too.
  createEffect(
    on(
      () => readQuery('time'),
      (time) => {
        if (time !== undefined && chosen() === undefined) writeQuery({ time: undefined })
        if (time !== undefined || chosen() === undefined || done() !== undefined) return
        void release()
        setChosen(undefined)
        setTrouble(undefined)
        setOthers(undefined)
      },
    ),
  )
  return {
    draft,
    chosen,
    hold,
    others,
    trouble,
    wrong,
    working,
    done,
    choose,
    submit,
    back: () => history.back(),
    /** Somebody comes back from the form. */
    isBack: () => hasChosen,
  }
}

function isTaken({ code }: Problem): boolean {
  return code === 'booking.slotTaken'
}

function isGone({ code, status }: Problem): boolean {
  return status === 404 || code === 'booking.holdOver'
}
