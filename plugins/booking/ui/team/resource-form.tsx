import { createSignal, type JSX, Show } from 'solid-js'
import { Button, Choice, createForm, ErrorNote, Switch, TextField, useWorkspace } from '#kit'
import { copyOf } from '../copy-of.ts'
import { refresh, useDesk } from '../desk.ts'
import { ColourField } from '../fields/colour-field.tsx'
import { WholeField } from '../fields/whole-field.tsx'
import type { Resource, ResourceKind, WeekHours } from '../types.ts'
import { kindWords } from '../words.ts'
import { useMembers } from './use-members.ts'
import { WeekEditor } from './week-editor.tsx'

export interface ResourceFormProps {
  readonly resource?: Resource | undefined
  readonly kind: ResourceKind
  readonly onSaved: (resource: Resource) => void
  readonly onCancel?: () => void
  /** Leaves out what a new one does not need yet. */
  readonly isShort?: boolean
}

const workday = () => [{ from: '09:00', to: '17:00' }]
const workweek = (): WeekHours => ({
  monday: workday(),
  tuesday: workday(),
  wednesday: workday(),
  thursday: workday(),
  friday: workday(),
  saturday: [],
  sunday: [],
})

/** A person, a room or equipment: what it is called, and when it is there. */
export function ResourceForm(props: ResourceFormProps): JSX.Element {
  const workspace = useWorkspace()
  const desk = useDesk()
  const members = useMembers()
  const [kind, setKind] = createSignal<ResourceKind>(props.resource?.kind ?? props.kind)
  const [hours, setHours] = createSignal<WeekHours>(
    props.resource === undefined ? workweek() : copyOf(props.resource.hours),
  )
  const [colour, setColour] = createSignal(props.resource?.colour ?? '#0f8a7e')
  const [capacity, setCapacity] = createSignal(props.resource?.capacity ?? 1)
  const [userId, setUserId] = createSignal(props.resource?.userId ?? '')
  /** What the form has seen: who changed it meanwhile is not overwritten. */
  const [version, setVersion] = createSignal(props.resource?.version)
  const [isActive, setIsActive] = createSignal(props.resource?.active ?? true)
  const form = createForm(async (data) => {
    const known = props.resource
    const zone = String(data.get('timeZone') ?? '').trim()
    const saved = await workspace().api<Resource>(
      known === undefined ? '/booking/resources' : `/booking/resources/${known.id}`,
      {
        method: known === undefined ? 'POST' : 'PATCH',
        ...(known === undefined ? {} : { headers: { 'if-match': `"${version()}"` } }),
        body: {
          kind: kind(),
          name: String(data.get('name') ?? '').trim(),
          hours: hours(),
          colour: colour(),
          capacity: capacity(),
          userId: kind() === 'person' ? userId() || null : null,
          timeZone: zone || null,
          active: isActive(),
        },
      },
    )
    setVersion(saved.version)
    await refresh(desk())
    props.onSaved(saved)
  })
  return (
    <form class="flex flex-col gap-4" onSubmit={form.onSubmit}>
      <ErrorNote error={form.error()} />
      <div class="grid gap-4 sm:grid-cols-2">
        <Choice
          label="What it is"
          class="min-h-10.5"
          options={(['person', 'room', 'equipment'] as const).map((each) => ({
            value: each,
            label: kindWords[each].one,
          }))}
          value={kind()}
          onChange={(event) => setKind(event.currentTarget.value as ResourceKind)}
        />
        <TextField
          label="Name"
          name="name"
          maxlength={200}
          autocomplete="off"
          autofocus={props.resource === undefined}
          value={props.resource?.name ?? ''}
          error={form.wrong('name')}
        />
        <Show when={kind() === 'person' && members.all().length > 0}>
          <Choice
            label="Signs in as"
            hint="Is told of bookings."
            class="min-h-10.5"
            options={[
              { value: '', label: 'Nobody' },
              ...members.all().map(({ id, name }) => ({ value: id, label: name })),
            ]}
            value={userId()}
            error={form.wrong('userId')}
            onChange={(event) => setUserId(event.currentTarget.value)}
          />
        </Show>
        <Show when={kind() !== 'person' || capacity() > 1}>
          <WholeField
            label="How many can use it at once"
            min={1}
            max={10_000}
            value={capacity()}
            error={form.wrong('capacity')}
            onChange={(next) => setCapacity(next ?? 1)}
          />
        </Show>
      </div>
      <Show when={props.isShort !== true}>
        <ColourField label="Colour" value={colour()} onChange={setColour} />
        <TextField
          label="Time zone of its hours"
          name="timeZone"
          placeholder={workspace().timeZone}
          hint="Empty: the workspace’s. For those who work elsewhere, such as Europe/Lisbon."
          value={props.resource?.timeZone ?? ''}
          error={form.wrong('timeZone')}
        />
        <Switch
          label="Can be booked"
          hint="Switched off, nothing new is booked. What is booked stays."
          checked={isActive()}
          onChange={setIsActive}
        />
      </Show>
      <div>
        <h2 class="text-lg font-semibold">Hours</h2>
        <WeekEditor hours={hours()} onChange={setHours} wrong={form.wrong} />
      </div>
      <div class="flex justify-end gap-2">
        <Show when={props.onCancel}>{(cancel) => <Button onClick={() => cancel()()}>Cancel</Button>}</Show>
        <Button type="submit" look="primary" busy={form.busy()}>
          {props.resource === undefined ? 'Add' : 'Save'}
        </Button>
      </div>
    </form>
  )
}
