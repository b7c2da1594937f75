import { createEffect, createSignal, createUniqueId, For, type JSX, on, Show } from 'solid-js'
import { Button, ErrorNote, Field } from '#kit'
import { accentFor } from '../../shell/accent.ts'
import type { Access } from '../access.ts'
import { createTenantForm } from './tenant-form.ts'
import { Theirs } from './theirs.tsx'

const suggestion = '#0b6b63'
const themes = [
  { id: 'light', label: 'On a light page', surface: '#ffffff', ink: '#1b2126' },
  { id: 'dark', label: 'On a dark page', surface: '#191e22', ink: '#e9ecee' },
] as const

/** The workspace's colour, with how it looks where it is used. */
export function ColourForm(props: { readonly access: Access }): JSX.Element {
  const form = createTenantForm(
    () => props.access,
    ['colour'],
    () => ({ colour: chosen() }),
  )
  const [chosen, setChosen] = createSignal(form.shown().colour)
  createEffect(on(form.shown, ({ colour }) => setChosen(colour), { defer: true }))
  const choose = (colour: string | null) => {
    form.touch()
    setChosen(colour)
  }
  return (
    <form class="flex flex-col gap-4" onSubmit={form.onSubmit} novalidate>
      <ErrorNote error={form.error()} />
      <Theirs form={form} tell={({ colour }) => (colour === null ? 'no colour of its own' : `the colour ${colour}`)} />
      <Field
        label="Colour"
        hint="Buttons and links have it, here and on what your customers see."
        error={form.wrong('colour')}
      >
        {(ids) => (
          <div class="flex flex-wrap items-center gap-2">
            <input
              id={ids.id}
              type="color"
              value={chosen() ?? suggestion}
              aria-describedby={ids.describedBy}
              aria-invalid={ids.invalid}
              class="focusable h-11 w-16 cursor-pointer rounded-lg border border-line bg-card p-1"
              onInput={(event) => choose(event.currentTarget.value)}
            />
            <span class="font-mono text-sm text-soft">{chosen() ?? 'The platform’s own'}</span>
            <Show when={chosen() !== null}>
              <Button look="quiet" onClick={() => choose(null)}>
                Use the platform’s own
              </Button>
            </Show>
          </div>
        )}
      </Field>
      <Show when={chosen()}>{(colour) => <Preview colour={colour()} />}</Show>
      <div>
        <Button type="submit" look="primary" busy={form.busy()}>
          Save colour
        </Button>
      </div>
    </form>
  )
}

/** What becomes of a colour: where it would be hard to read, the page shifts it, and says so. */
function Preview(props: { readonly colour: string }): JSX.Element {
  const id = createUniqueId()
  const shifted = () =>
    themes.filter((theme) => accentFor(props.colour, theme.id).accent !== props.colour.toLowerCase())
  return (
    <div class="flex flex-col gap-2">
      <ul aria-labelledby={id} class="grid gap-2 sm:grid-cols-2">
        <For each={themes}>
          {(theme) => {
            const accent = () => accentFor(props.colour, theme.id)
            return (
              <li
                class="flex flex-wrap items-center justify-between gap-3 rounded-lg border border-line p-3"
                style={{ background: theme.surface, color: theme.ink }}
              >
                <span>{theme.label}</span>
                <span class="flex items-center gap-3">
                  <span class="underline" style={{ color: accent().accent }}>
                    A link
                  </span>
                  <span
                    class="rounded-lg px-3 py-1.5 font-medium"
                    style={{ background: accent().accent, color: accent().onAccent }}
                  >
                    A button
                  </span>
                </span>
              </li>
            )
          }}
        </For>
      </ul>
      <p id={id} aria-live="polite" class="text-sm text-soft">
        {verdict(shifted().map(({ id: theme }) => theme))}
      </p>
    </div>
  )
}

function verdict(shifted: readonly ('light' | 'dark')[]): string {
  if (shifted.length === 0) return 'Everybody can read this colour, on light pages and on dark ones.'
  if (shifted.length === 2)
    return 'It is made darker on light pages and lighter on dark ones, so that everybody can read it.'
  return shifted[0] === 'light'
    ? 'It is too light for a light page and is made darker there, so that everybody can read it.'
    : 'It is too dark for a dark page and is made lighter there, so that everybody can read it.'
}
