import { useQuery } from '@tanstack/solid-query'
import { createEffect, createSignal, type JSX, on, onCleanup, Show } from 'solid-js'
import { Button, Choice, ErrorNote, Loaded, useWorkspace } from '#kit'
import type { Access } from '../access.ts'
import { nameCurrency, nameLanguage, nameZone, ownZone, timeIn, withCurrent } from './name-choice.ts'
import { createTenantForm } from './tenant-form.ts'
import { Theirs } from './theirs.tsx'

interface Choices {
  readonly timeZones: readonly string[]
  readonly currencies: readonly string[]
  readonly languages: readonly string[]
}

/** Where the workspace is at home: its clock, its money and its language. */
export function PlaceForm(props: { readonly access: Access }): JSX.Element {
  const workspace = useWorkspace()
  const choices = useQuery(() => ({
    queryKey: [workspace().slug, 'choices'],
    queryFn: () => workspace().api<Choices>('/tenant/choices'),
    staleTime: Number.POSITIVE_INFINITY,
  }))
  return (
    <Loaded query={choices} rows={3}>
      {(found) => <Fields access={props.access} choices={found()} />}
    </Loaded>
  )
}

function Fields(props: { readonly access: Access; readonly choices: Choices }): JSX.Element {
  const [now, setNow] = createSignal(new Date())
  const clock = setInterval(() => setNow(new Date()), 10_000)
  onCleanup(() => clearInterval(clock))
  const form = createTenantForm(
    () => props.access,
    ['timeZone', 'currency', 'language'],
    (data) => ({
      timeZone: String(data.get('timeZone')),
      currency: String(data.get('currency')),
      language: String(data.get('language')),
    }),
  )
  const [zone, setZone] = createSignal(form.shown().timeZone)
  createEffect(on(form.shown, ({ timeZone }) => setZone(timeZone), { defer: true }))
  const useOwnZone = () => {
    form.touch()
    setZone(ownZone())
  }
  const isElsewhere = () => ownZone() !== zone() && props.choices.timeZones.includes(ownZone())
  return (
    <form class="flex flex-col gap-4" onSubmit={form.onSubmit} onInput={form.touch} novalidate>
      <ErrorNote error={form.error()} />
      <Theirs
        form={form}
        tell={({ timeZone, currency, language }) =>
          `${nameZone(timeZone)}, ${nameCurrency(currency)}, ${nameLanguage(language)}`
        }
      />
      <div class="flex flex-col items-start gap-2">
        <div class="w-full">
          <Choice
            label="Time zone"
            name="timeZone"
            value={zone()}
            options={withCurrent(zone(), props.choices.timeZones, nameZone)}
            hint={`It is ${timeIn(zone(), now())} there now. Days and opening hours are counted by this clock.`}
            error={form.wrong('timeZone')}
            onChange={(event) => setZone(event.currentTarget.value)}
          />
        </div>
        <Show when={isElsewhere()}>
          <Button look="quiet" icon="i-lucide-map-pin" onClick={useOwnZone}>
            Use this device’s: {nameZone(ownZone())}
          </Button>
        </Show>
      </div>
      <Choice
        label="Currency"
        name="currency"
        value={form.shown().currency}
        options={withCurrent(form.shown().currency, props.choices.currencies, nameCurrency)}
        hint="New prices and amounts are in it. What is there already keeps its own."
        error={form.wrong('currency')}
      />
      <Choice
        label="Language"
        name="language"
        value={form.shown().language}
        options={withCurrent(form.shown().language, props.choices.languages, nameLanguage)}
        hint="How numbers, days and money are written, and with which day a week begins. The words of these pages stay English."
        error={form.wrong('language')}
      />
      <div>
        <Button type="submit" look="primary" busy={form.busy()}>
          Save time, money and language
        </Button>
      </div>
    </form>
  )
}
