import type { JSX } from 'solid-js'
import { Button, ErrorNote, TextField } from '#kit'
import type { Access } from '../access.ts'
import { createTenantForm } from './tenant-form.ts'
import { Theirs } from './theirs.tsx'

/** What the workspace is called, and where it is. */
export function NameForm(props: { readonly access: Access }): JSX.Element {
  const form = createTenantForm(
    () => props.access,
    ['name', 'slug'],
    (data) => ({ name: String(data.get('name')), slug: String(data.get('slug')).trim() }),
  )
  return (
    <form class="flex flex-col gap-4" onSubmit={form.onSubmit} onInput={form.touch} novalidate>
      <ErrorNote error={form.error()} />
      <Theirs form={form} tell={({ name, slug }) => `${name}, at the address ${slug}`} />
      <TextField
        label="Name"
        name="name"
        value={form.shown().name}
        maxlength={100}
        autocomplete="organization"
        error={form.wrong('name')}
      />
      <TextField
        label="Address"
        name="slug"
        value={form.shown().slug}
        maxlength={63}
        autocomplete="off"
        autocapitalize="none"
        spellcheck={false}
        hint={`The end of the link to it: ${window.location.origin}/w/${props.access.slug}. Links with the old address stop working when you change it.`}
        error={form.wrong('slug')}
      />
      <div>
        <Button type="submit" look="primary" busy={form.busy()}>
          Save name and address
        </Button>
      </div>
    </form>
  )
}
