import { A } from '@solidjs/router'
import { type JSX, Show } from 'solid-js'
import { DateField, formatDay, formatMoney, MoneyField, TextField, useWorkspace } from '#kit'
import { CompanyChooser } from '../choosers/company-chooser.tsx'
import { ContactChooser } from '../choosers/contact-chooser.tsx'
import { TagInput } from '../contact/tag-input.tsx'
import { CustomFacts } from '../fields/custom-facts.tsx'
import { useFields } from '../fields/fields.ts'
import { usePeople } from '../people/people.ts'
import { PersonChoice } from '../people/person-choice.tsx'
import { useDesk } from '../records/desk.ts'
import { Fact } from '../records/fact.tsx'
import { saveRecord } from '../records/save-record.ts'
import type { Deal, Named } from '../types.ts'

/** What is known of a deal; each of it can be changed where it stands. */
export function DealFacts(props: { readonly deal: Deal; readonly canWrite: boolean }): JSX.Element {
  const workspace = useWorkspace()
  const desk = useDesk()
  const people = usePeople()
  const fields = useFields('deal')
  const save = (patch: Record<string, unknown>, ahead: Partial<Deal>) =>
    saveRecord(desk(), { kind: 'deals', record: props.deal, patch, ahead })
  const currency = () => props.deal.amount?.currency ?? workspace().currency
  const saveCustom = (key: string, value: string | null) => {
    const { [key]: _, ...rest } = props.deal.custom
    return save({ custom: { [key]: value } }, { custom: value === null ? rest : { ...rest, [key]: value } })
  }
  return (
    <dl class="card grid gap-x-8 gap-y-3 p-4 sm:grid-cols-2 sm:p-6">
      <Fact<string>
        wide
        label="Name of the deal"
        value={props.deal.title}
        shown={props.deal.title}
        isEmpty={false}
        canWrite={props.canWrite}
        pointer="title"
        save={(title) => save({ title: title.trim() }, { title: title.trim() })}
        control={(control) => (
          <TextField
            label={control.label}
            value={control.value}
            error={control.error}
            maxlength={200}
            autocomplete="off"
            onInput={(event) => control.onChange(event.currentTarget.value)}
          />
        )}
      />
      <Fact<number | null>
        label="Worth"
        value={props.deal.amount?.amount ?? null}
        shown={props.deal.amount === null ? '' : formatMoney(props.deal.amount)}
        isEmpty={props.deal.amount === null}
        canWrite={props.canWrite}
        pointer="amount"
        save={(amount) => {
          const money = amount === null ? null : { amount, currency: currency() }
          return save({ amount: money }, { amount: money })
        }}
        control={(control) => (
          <MoneyField
            label={control.label}
            currency={currency()}
            amount={control.value}
            error={control.error}
            onChange={control.onChange}
          />
        )}
      />
      <Fact<string | null>
        label="Should close on"
        value={props.deal.expectedClose}
        shown={props.deal.expectedClose === null ? '' : formatDay(props.deal.expectedClose)}
        isEmpty={props.deal.expectedClose === null}
        canWrite={props.canWrite}
        pointer="expectedClose"
        save={(expectedClose) => save({ expectedClose }, { expectedClose })}
        control={(control) => (
          <DateField label={control.label} value={control.value} error={control.error} onChange={control.onChange} />
        )}
      />
      <Fact<Named | null>
        label="Contact"
        value={props.deal.contact}
        shown={props.deal.contact?.name ?? ''}
        isEmpty={props.deal.contact === null}
        canWrite={props.canWrite && workspace().can('crm.contacts.read')}
        pointer="contactId"
        save={(contact) => save({ contactId: contact?.id ?? null }, { contact: contact as Deal['contact'] })}
        control={(control) => <ContactChooser {...control} />}
      />
      <Fact<Named | null>
        label="Company"
        value={props.deal.company}
        shown={props.deal.company?.name ?? ''}
        isEmpty={props.deal.company === null}
        canWrite={props.canWrite && workspace().can('crm.companies.read')}
        pointer="companyId"
        save={(company) => save({ companyId: company?.id ?? null }, { company: company as Deal['company'] })}
        control={(control) => <CompanyChooser {...control} canAdd />}
      />
      <Fact<string | null>
        label="Owner"
        value={props.deal.ownerId}
        shown={people.nameOf(props.deal.ownerId)}
        isEmpty={props.deal.ownerId === null}
        canWrite={props.canWrite}
        pointer="ownerId"
        save={(ownerId) => save({ ownerId }, { ownerId })}
        control={(control) => <PersonChoice {...control} none="Nobody" />}
      />
      <Fact<string[]>
        label="Tags"
        value={props.deal.tags}
        shown={props.deal.tags.join(', ')}
        isEmpty={props.deal.tags.length === 0}
        canWrite={props.canWrite}
        pointer="tags"
        save={(tags) => save({ tags }, { tags })}
        control={(control) => <TagInput tags={control.value} onChange={control.onChange} error={control.error} />}
      />
      <Show when={props.deal.status === 'lost'}>
        <Fact<string>
          label="Why it was lost"
          value={props.deal.lostReason ?? ''}
          shown={props.deal.lostReason ?? ''}
          isEmpty={props.deal.lostReason === null}
          canWrite={props.canWrite}
          pointer="lostReason"
          save={(reason) => save({ lostReason: reason.trim() || null }, { lostReason: reason.trim() || null })}
          control={(control) => (
            <TextField
              label={control.label}
              value={control.value}
              error={control.error}
              maxlength={500}
              autocomplete="off"
              onInput={(event) => control.onChange(event.currentTarget.value)}
            />
          )}
        />
      </Show>
      <CustomFacts fields={fields.all()} custom={props.deal.custom} canWrite={props.canWrite} save={saveCustom} />
      <Partners deal={props.deal} />
    </dl>
  )
}

const link =
  'focusable inline-flex min-h-8 items-center gap-2 rounded text-accent no-underline underline-offset-3 hover:underline [overflow-wrap:anywhere]'

/** The ways to the people whom a deal is with; the facts themselves are pressed to change them. */
function Partners(props: { readonly deal: Deal }): JSX.Element {
  const workspace = useWorkspace()
  return (
    <Show when={props.deal.contact ?? props.deal.company}>
      <div class="flex flex-wrap gap-x-6 border-t border-line pt-2 sm:col-span-2">
        <dt class="sr-only">More about them</dt>
        <dd class="m-0 flex flex-wrap gap-x-6">
          <Show when={props.deal.contact}>
            {(contact) => (
              <A class={link} href={workspace().path(`/crm/contacts/${contact().id}`)}>
                <span aria-hidden="true" class="i-lucide-contact" /> {contact().name}
              </A>
            )}
          </Show>
          <Show when={props.deal.company}>
            {(company) => (
              <A class={link} href={workspace().path(`/crm/companies/${company().id}`)}>
                <span aria-hidden="true" class="i-lucide-building-2" /> {company().name}
              </A>
            )}
          </Show>
        </dd>
      </div>
    </Show>
  )
}
