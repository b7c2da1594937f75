import { useMutation, useQueryClient } from '@tanstack/solid-query'
import { createSignal, type JSX, Show } from 'solid-js'
import { Button, ErrorNote, useWorkspace } from '#kit'
import { toQuery } from '../query-string.ts'
import type { ImportPreview } from '../types.ts'
import { importKey, importsKey, previewKey } from './import-cache.ts'

const mostBytes = 64 * 1024 * 1024

/** The first step: a file, dropped or chosen. It is read at once; nothing becomes a contact yet. */
export function ChooseFile(props: { readonly onUploaded: (id: string) => void }): JSX.Element {
  const workspace = useWorkspace()
  const client = useQueryClient()
  let input: HTMLInputElement | undefined
  const [isOver, setIsOver] = createSignal(false)
  const [refusal, setRefusal] = createSignal('')
  const upload = useMutation(() => ({
    mutationFn: (file: File) =>
      workspace().api<ImportPreview>(`/crm/imports?${toQuery({ fileName: file.name.slice(-200) })}`, {
        method: 'POST',
        file: { content: file, type: 'text/csv' },
      }),
    onSuccess: ({ preview, ...uploaded }) => {
      const { slug } = workspace()
      client.setQueryDefaults(previewKey(slug, uploaded.id), { gcTime: Number.POSITIVE_INFINITY })
      client.setQueryData(previewKey(slug, uploaded.id), preview)
      client.setQueryData(importKey(slug, uploaded.id), uploaded)
      void client.invalidateQueries({ queryKey: importsKey(slug) })
      props.onUploaded(uploaded.id)
    },
  }))
  const take = (files: FileList | null | undefined) => {
    const file = files?.[0]
    if (file === undefined || upload.isPending) return
    upload.reset()
    setRefusal(refuse(file, files?.length ?? 1))
    if (refusal() === '') upload.mutate(file)
  }
  return (
    <section aria-labelledby="choose-file" class="flex flex-col gap-4">
      <h2 id="choose-file" class="text-lg font-semibold">
        Choose your file
      </h2>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is the second way; the button in it is the first */}
      <div
        class={`flex flex-col items-center gap-3 rounded-xl border-2 border-dashed p-6 text-center sm:p-10 ${isOver() ? 'border-accent bg-accent-soft' : 'border-line bg-card'}`}
        onDragOver={(event) => {
          event.preventDefault()
          setIsOver(true)
        }}
        onDragLeave={() => setIsOver(false)}
        onDrop={(event) => {
          event.preventDefault()
          setIsOver(false)
          take(event.dataTransfer?.files)
        }}
      >
        <span aria-hidden="true" class="i-lucide-file-up text-3xl text-accent" />
        <Button look="primary" busy={upload.isPending} onClick={() => input?.click()}>
          {upload.isPending ? 'Reading your file…' : 'Choose a file'}
        </Button>
        <p class="text-soft">or drop it here. A CSV file, up to 64 MB.</p>
        <input
          ref={input}
          type="file"
          hidden
          aria-label="File of contacts"
          accept=".csv,.tsv,.txt,text/csv,text/plain,text/tab-separated-values"
          onChange={(event) => {
            take(event.currentTarget.files)
            event.currentTarget.value = ''
          }}
        />
        <p class="sr-only" role="status">
          {upload.isPending ? 'Reading your file' : ''}
        </p>
      </div>
      <Show when={refusal()}>
        <p role="alert" class="rounded-lg bg-danger-soft px-4 py-3 text-danger">
          {refusal()}
        </p>
      </Show>
      <ErrorNote error={upload.error} />
      <details class="card px-4 py-3">
        <summary class="focusable min-h-6 cursor-pointer rounded font-medium">How to get such a file</summary>
        <ul class="mt-2 flex flex-col gap-2 text-soft">
          <li>
            <strong class="text-ink">Google Contacts:</strong> on contacts.google.com choose Export, then “Google CSV”.
          </li>
          <li>
            <strong class="text-ink">Outlook:</strong> on outlook.com open People, choose Manage contacts, then Export.
          </li>
          <li>
            <strong class="text-ink">HubSpot:</strong> in Contacts choose Actions, Export view, then CSV.
          </li>
          <li>
            <strong class="text-ink">Excel or Numbers:</strong> save the table as CSV, with the headings in the first
            row.
          </li>
        </ul>
      </details>
    </section>
  )
}

function refuse(file: File, files: number): string {
  if (files > 1) return 'Choose one file at a time.'
  if (/\.(xlsx?|numbers|ods)$/i.test(file.name))
    return 'This is a spreadsheet. Open it and save it as CSV, then choose that file.'
  if (/\.(vcf|vcard)$/i.test(file.name)) return 'This is a vCard file. Export your contacts as CSV instead.'
  if (file.size > mostBytes) return 'This file is larger than 64 MB. Split it in two.'
  return file.size === 0 ? 'This file is empty.' : ''
}
