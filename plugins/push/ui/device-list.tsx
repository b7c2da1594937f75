import { useQuery, useQueryClient } from '@tanstack/solid-query'
import { For, type JSX, Show } from 'solid-js'
import { Badge, Button, known, notify, relativeTime, useWorkspace } from '#kit'
import { devicesKey, type OwnDevice } from './create-device.ts'
import type { Device } from './subscription.ts'

/** The devices on which the person is told of things, this one first among equals. */
export function DeviceList(props: { readonly device: OwnDevice }): JSX.Element {
  const workspace = useWorkspace()
  const queries = useQueryClient()
  const devices = useQuery(() => ({
    queryKey: devicesKey(workspace().slug),
    queryFn: () => workspace().api<{ data: readonly Device[] }>('/push/devices'),
    reconcile: 'id',
  }))
  const list = () => known(devices)?.data ?? []
  const remove = async ({ id, name }: Device) => {
    if (id === props.device.id()) return props.device.turnOff()
    await workspace().api(`/push/devices/${id}`, { method: 'DELETE' })
    await queries.invalidateQueries({ queryKey: devicesKey(workspace().slug) })
    notify.done(`${name} is told nothing any more`)
  }
  return (
    <Show when={list().length > 0}>
      <ul class="divide-y divide-line border-t border-line">
        <For each={list()}>
          {(device) => (
            <li class="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-3 sm:px-5">
              <span aria-hidden="true" class="i-lucide-monitor-smartphone text-xl text-soft" />
              <div class="min-w-0 flex-1 basis-40">
                <p class="flex flex-wrap items-center gap-2 font-medium">
                  {device.name}
                  <Show when={device.id === props.device.id()}>
                    <Badge tone="accent">This device</Badge>
                  </Show>
                </p>
                <p class="text-sm text-soft">
                  {device.lastSentAt === null
                    ? `Turned on ${relativeTime(device.createdAt)}, told nothing yet`
                    : `Last told something ${relativeTime(device.lastSentAt)}`}
                </p>
              </div>
              <Button
                look="quiet"
                aria-label={`Remove ${device.name}`}
                onClick={() => void remove(device)?.catch(notify.failed)}
              >
                Remove
              </Button>
            </li>
          )}
        </For>
      </ul>
    </Show>
  )
}
