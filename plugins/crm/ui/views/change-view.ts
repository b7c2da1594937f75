import type { Desk } from '../records/desk.ts'
import { viewsKey } from '../records/keys.ts'
import type { View } from '../types.ts'
import type { ViewContent } from './view-content.ts'

export interface ViewWords {
  readonly name: string
  readonly shared: boolean
}

export interface NewView extends ViewWords, ViewContent {
  readonly record: View['record']
}

export async function createView(desk: Desk, { name, shared, record, query, columns }: NewView): Promise<View> {
  const made = await desk.workspace.api<View>('/crm/views', {
    method: 'POST',
    body: { name, shared, record, query, columns },
  })
  await forget(desk, record)
  return made
}

export async function changeView(desk: Desk, view: View, patch: Partial<ViewWords & ViewContent>): Promise<View> {
  const headers = { 'if-match': `"${view.version}"` }
  const changed = await desk.workspace.api<View>(`/crm/views/${view.id}`, { method: 'PATCH', body: patch, headers })
  await forget(desk, view.record)
  return changed
}

export async function removeView(desk: Desk, view: View): Promise<void> {
  const headers = { 'if-match': `"${view.version}"` }
  await desk.workspace.api(`/crm/views/${view.id}`, { method: 'DELETE', headers })
  await forget(desk, view.record)
}

async function forget({ client, workspace }: Desk, kind: View['record']): Promise<void> {
  await client.invalidateQueries({ queryKey: viewsKey(workspace.slug, kind) })
}
