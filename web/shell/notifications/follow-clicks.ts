import { useNavigate } from '@solidjs/router'
import { onCleanup, onMount } from 'solid-js'

/** Goes to the page of a notification that was clicked on the device, when this page is the one that comes to the front. */
export function followNotifications(): void {
  const navigate = useNavigate()
  const workers = navigator.serviceWorker
  // Absent where the page did not come over HTTPS.
  if (workers === undefined) return
  const follow = ({ data }: MessageEvent<unknown>) => {
    const path = typeof data === 'object' && data !== null && 'open' in data ? data.open : undefined
    if (typeof path === 'string' && /^\/w\/[^/\\]/.test(path)) navigate(path)
  }
  onMount(() => workers.addEventListener('message', follow))
  onCleanup(() => workers.removeEventListener('message', follow))
}
