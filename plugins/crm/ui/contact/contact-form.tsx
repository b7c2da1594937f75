import { useBeforeLeave } from '@solidjs/router'
import { useQueryClient } from '@tanstack/solid-query'
import { createEffect, createSignal, type JSX, onCleanup, onMount, Show } from 'solid-js'
import { Button, Confirm, createForm, ErrorNote, Problem, useWorkspace } from '#kit'
import { useFields } from '../fields/fields.ts'
import { copyOf } from '../records/copy-of.ts'
import { recordKey } from '../records/keys.ts'
import type { Contact } from '../types.ts'
import { ContactInputs } from './contact-inputs.tsx'
import { type Draft, emptyDraft, mergeDraft, toDraft, toPatch } from './draft.ts'
import { addContact, changeContact } from './save-contact.ts'

export interface ContactFormProps {
  /** The contact to change; absent, a new one is added. */
  readonly contact?: Contact
  /** What was typed already. */
  readonly draft?: Draft | undefined
  readonly onSaved: (contact: Contact) => void
  readonly onCancel: () => void
}

/** All fields of a contact. What somebody else changes meanwhile is never overwritten, and nothing typed is lost. */
export function ContactForm(props: ContactFormProps): JSX.Element {
  const workspace = useWorkspace()
  const client = useQueryClient()
  const fields = useFields('contact')
  // What the form began with; it moves on only when the person asks for the newer state.
  const [current, setCurrent] = createSignal(props.contact === undefined ? undefined : copyOf(props.contact))
  const base = () => {
    const contact = current()
    return contact === undefined ? emptyDraft() : toDraft(contact)
  }
  const [draft, setDraft] = createSignal<Draft>(props.draft ?? base())
  const [clashes, setClashes] = createSignal<Readonly<Record<string, string>>>({})
  const [isRefused, setIsRefused] = createSignal(false)
  let isSaved = false
  let element: HTMLFormElement | undefined
  // The button that opened the form is gone.
  onMount(() => props.contact !== undefined && element?.querySelector('input')?.focus())
  const isChanged = () => !isSaved && Object.keys(toPatch(draft(), base())).length > 0
  const form = createForm(async () => {
    setIsRefused(false)
    const desk = { workspace: workspace(), client }
    const contact = current()
    const filled = (list: readonly string[]) => list.map((each) => each.trim()).filter((each) => each !== '')
    setDraft({ ...draft(), emails: filled(draft().emails), phones: filled(draft().phones) })
    try {
      const saved =
        contact === undefined ? await addContact(desk, draft()) : await changeContact(desk, contact, draft(), base())
      isSaved = true
      props.onSaved(saved)
    } catch (error) {
      if (!(error instanceof Problem && error.status === 412)) throw error
      setIsRefused(true)
    }
  })
  const newer = () => {
    const [shown, began] = [props.contact, current()]
    return shown !== undefined && began !== undefined && shown.version > began.version ? shown : undefined
  }
  // Said as soon as it is known, not only when the form is sent; where nothing was typed there is nothing to say.
  const isBehind = () => isRefused() || (!form.busy() && newer() !== undefined)
  createEffect(() => {
    const theirs = newer()
    if (theirs === undefined || form.busy() || isChanged()) return
    setCurrent(copyOf(theirs))
    setDraft(toDraft(copyOf(theirs)))
  })
  const catchUp = async () => {
    const id = current()?.id
    if (id === undefined) return
    const latest = await workspace().api<Contact>(`/crm/contacts/${id}`)
    const merged = mergeDraft(draft(), base(), toDraft(latest))
    client.setQueryData(recordKey(workspace().slug, 'contact', id), latest)
    setCurrent(copyOf(latest))
    setDraft(merged.draft)
    setClashes(merged.clashes)
    setIsRefused(false)
    element?.querySelector('input')?.focus()
  }
  const guard = createLeaveGuard(isChanged)
  return (
    <form
      ref={element}
      class="flex flex-col gap-6"
      onSubmit={form.onSubmit}
      aria-label={props.contact === undefined ? 'New contact' : 'Change this contact'}
    >
      <ErrorNote error={fields.error()} retry={fields.retry} />
      <ContactInputs
        draft={draft()}
        onChange={(part) => setDraft({ ...draft(), ...part })}
        fields={fields.written()}
        wrong={form.wrong}
        clash={(name) => (name in clashes() ? `Somebody else wrote here: ${clashes()[name] || 'nothing'}` : undefined)}
      />
      <div class="sticky bottom-0 z-10 -mx-1 flex flex-col gap-3 border-t border-line bg-page px-1 py-3">
        <ErrorNote error={form.error()} />
        <Show when={isBehind()}>
          <Behind onCatchUp={catchUp} />
        </Show>
        <div class="flex flex-wrap justify-end gap-2">
          <Button onClick={() => props.onCancel()}>Cancel</Button>
          <Button type="submit" look="primary" busy={form.busy()}>
            {props.contact === undefined ? 'Add contact' : 'Save'}
          </Button>
        </div>
      </div>
      <Confirm
        title="Leave without saving?"
        action="Leave"
        open={guard.leave() !== undefined}
        onClose={guard.stay}
        onConfirm={async () => guard.leave()?.()}
      >
        What you typed here is not saved yet.
      </Confirm>
    </form>
  )
}

function Behind(props: { readonly onCatchUp: () => Promise<void> }): JSX.Element {
  const [busy, setBusy] = createSignal(false)
  const [error, setError] = createSignal<unknown>()
  const catchUp = () => {
    setBusy(true)
    props
      .onCatchUp()
      .catch(setError)
      .finally(() => setBusy(false))
  }
  return (
    <div role="alert" class="rounded-lg bg-warn-soft px-4 py-3 text-warn">
      <p class="font-medium">Somebody changed this contact while you were typing.</p>
      <p class="mt-1">
        Load their changes first. What you typed stays, and where you both wrote something you see both.
      </p>
      <ErrorNote error={error()} />
      <Button class="mt-2 text-ink" icon="i-lucide-refresh-cw" busy={busy()} onClick={catchUp}>
        Load their changes
      </Button>
    </div>
  )
}

/** Asks before typed words are left behind: a link, the back button, or the window closed. */
function createLeaveGuard(isChanged: () => boolean) {
  const [leave, setLeave] = createSignal<() => void>()
  useBeforeLeave((event) => {
    if (event.defaultPrevented || !isChanged()) return
    event.preventDefault()
    setLeave(() => () => event.retry(true))
  })
  onMount(() => {
    const onUnload = (event: BeforeUnloadEvent) => {
      if (isChanged()) event.preventDefault()
    }
    window.addEventListener('beforeunload', onUnload)
    onCleanup(() => window.removeEventListener('beforeunload', onUnload))
  })
  return { leave, stay: () => setLeave(undefined) }
}
