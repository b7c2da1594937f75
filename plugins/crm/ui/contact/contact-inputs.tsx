import { type JSX, Show } from 'solid-js'
import { TextArea, TextField, useWorkspace } from '#kit'
import { CompanyChooser } from '../choosers/company-chooser.tsx'
import { CustomInputs } from '../fields/custom-inputs.tsx'
import type { CustomField } from '../types.ts'
import { BirthdayInput } from './birthday-input.tsx'
import type { Draft, Line } from './draft.ts'
import { TagInput } from './tag-input.tsx'
import { TextList } from './text-list.tsx'

export interface ContactInputsProps {
  readonly draft: Draft
  readonly onChange: (part: Partial<Draft>) => void
  readonly fields: readonly CustomField[]
  /** What the API said of a field, by its pointer. */
  readonly wrong: (pointer: string) => string | undefined
  /** What somebody else wrote into a field that was changed here too. */
  readonly clash: (name: string) => string | undefined
}

export function ContactInputs(props: ContactInputsProps): JSX.Element {
  const workspace = useWorkspace()
  const line = (name: Line) => ({
    get value() {
      return props.draft[name]
    },
    get hint() {
      return props.clash(name)
    },
    get error() {
      return props.wrong(name)
    },
    onInput: (event: { readonly currentTarget: { readonly value: string } }) =>
      props.onChange({ [name]: event.currentTarget.value }),
    autocomplete: 'off',
  })
  const customPointer = (key: string) => `custom/${encodeURIComponent(key.replaceAll('~', '~0').replaceAll('/', '~1'))}`
  const listError = (name: string, index: number) =>
    props.wrong(`${name}/${index}`) ?? (index === 0 ? props.wrong(name) : undefined)
  return (
    <>
      <Group title="Who">
        <TextField label="First name" {...line('firstName')} />
        <TextField label="Last name" {...line('lastName')} />
        <Show when={workspace().can('crm.companies.read')}>
          <CompanyChooser
            label="Company"
            value={props.draft.company}
            onChange={(company) => props.onChange({ company })}
            canAdd={workspace().can('crm.companies.write')}
            error={props.wrong('companyId')}
            hint={props.clash('company')}
          />
        </Show>
        <TextField label="Job title" {...line('jobTitle')} />
      </Group>
      <Group title="How to reach them">
        <TextList
          title="Email addresses"
          one="Email"
          type="email"
          most={20}
          values={props.draft.emails}
          onChange={(emails) => props.onChange({ emails })}
          wrong={(index) => listError('emails', index)}
          hint={props.clash('emails')}
        />
        <TextList
          title="Phone numbers"
          one="Phone"
          type="tel"
          most={20}
          values={props.draft.phones}
          onChange={(phones) => props.onChange({ phones })}
          wrong={(index) => listError('phones', index)}
          hint={props.clash('phones')}
        />
        <TextField label="Website" inputmode="url" {...line('website')} />
      </Group>
      <Group title="Where">
        <TextField label="Street and number" {...line('street')} />
        <TextField label="City" {...line('city')} />
        <TextField label="Postal code" {...line('postalCode')} />
        <TextField label="State or region" {...line('region')} />
        <TextField label="Country" {...line('country')} />
      </Group>
      <Group title="More">
        <BirthdayInput
          value={props.draft.birthday}
          onChange={(birthday) => props.onChange({ birthday })}
          error={props.wrong('birthday')}
          hint={props.clash('birthday')}
        />
        <TagInput
          tags={props.draft.tags}
          onChange={(tags) => props.onChange({ tags })}
          error={tagError(props.wrong, props.draft.tags.length)}
        />
        <CustomInputs
          fields={props.fields}
          values={props.draft.custom}
          onChange={(key, value) => props.onChange({ custom: { ...props.draft.custom, [key]: value } })}
          wrong={(key) => props.wrong(customPointer(key))}
          hint={(key) => props.clash(`custom/${key}`)}
        />
        <div class="sm:col-span-2">
          <TextArea label="Notes" rows={5} {...line('notes')} />
        </div>
      </Group>
    </>
  )
}

function tagError(wrong: (pointer: string) => string | undefined, count: number): string | undefined {
  const each = Array.from({ length: count }, (_, index) => wrong(`tags/${index}`))
  return wrong('tags') ?? each.find((sentence) => sentence !== undefined)
}

function Group(props: { readonly title: string; readonly children: JSX.Element }): JSX.Element {
  return (
    <fieldset class="card m-0 min-w-0 p-4 sm:p-6">
      <legend class="float-left mb-4 w-full p-0 text-lg font-semibold">{props.title}</legend>
      <div class="clear-both grid items-start gap-4 sm:grid-cols-2 [&>*]:min-w-0">{props.children}</div>
    </fieldset>
  )
}
