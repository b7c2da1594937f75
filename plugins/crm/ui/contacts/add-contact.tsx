import { useNavigate } from '@solidjs/router'
import { createSignal, type JSX, Show } from 'solid-js'
import { Button, createForm, Dialog, ErrorNote, notify, TextField, useWorkspace } from '#kit'
import { CompanyChooser } from '../choosers/company-chooser.tsx'
import { type Draft, emptyDraft, toBody } from '../contact/draft.ts'
import { shortNameOf } from '../name-of.ts'
import { useDesk } from '../records/desk.ts'
import { refreshRecords } from '../records/refresh.ts'
import type { Contact, Named } from '../types.ts'

/** A new contact in a few fields; what was typed goes along to the page with all of them. */
export function AddContact(props: { readonly open: boolean; readonly onClose: () => void }): JSX.Element {
  return (
    <Dialog title="Add a contact" open={props.open} onClose={props.onClose}>
      <AddForm onClose={props.onClose} />
    </Dialog>
  )
}

function AddForm(props: { readonly onClose: () => void }): JSX.Element {
  const workspace = useWorkspace()
  const desk = useDesk()
  const navigate = useNavigate()
  const [company, setCompany] = createSignal<Named | null>(null)
  let element: HTMLFormElement | undefined
  const read = (data: FormData): Draft => {
    const text = (name: string) => String(data.get(name) ?? '').trim()
    const list = (name: string) => (text(name) === '' ? [] : [text(name)])
    const { firstName, lastName } = { firstName: text('firstName'), lastName: text('lastName') }
    return { ...emptyDraft(), firstName, lastName, emails: list('email'), phones: list('phone'), company: company() }
  }
  const form = createForm(async (data) => {
    const contact = await workspace().api<Contact>('/crm/contacts', { method: 'POST', body: toBody(read(data)) })
    notify.done(`${shortNameOf(contact)} is in the list`)
    props.onClose()
    await refreshRecords(desk(), ['contacts'])
  })
  const openPage = () =>
    navigate(workspace().path('/crm/contacts/new'), {
      state: { draft: element === undefined ? undefined : { ...read(new FormData(element)) } },
    })
  return (
    <form ref={element} class="flex flex-col gap-4" onSubmit={form.onSubmit}>
      <ErrorNote error={form.error()} />
      <div class="grid gap-4 sm:grid-cols-2">
        <TextField label="First name" name="firstName" autocomplete="off" autofocus error={form.wrong('firstName')} />
        <TextField label="Last name" name="lastName" autocomplete="off" error={form.wrong('lastName')} />
      </div>
      <TextField label="Email" name="email" inputmode="email" autocomplete="off" error={form.wrong('emails/0')} />
      <TextField label="Phone" name="phone" type="tel" autocomplete="off" error={form.wrong('phones/0')} />
      <Show when={workspace().can('crm.companies.read')}>
        <CompanyChooser
          label="Company"
          value={company()}
          onChange={setCompany}
          canAdd={workspace().can('crm.companies.write')}
          error={form.wrong('companyId')}
        />
      </Show>
      <div class="flex flex-wrap justify-between gap-2">
        <Button look="quiet" onClick={openPage}>
          More fields
        </Button>
        <Button type="submit" look="primary" busy={form.busy()}>
          Add
        </Button>
      </div>
    </form>
  )
}
