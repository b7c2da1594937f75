// Shows notifications while no page is open, and brings the page that one is about to the front. It controls no page:
// its scope is an address under which there is none.

self.addEventListener('push', (event) => {
  event.waitUntil(show(event.data))
})

self.addEventListener('notificationclick', (event) => {
  event.notification.close()
  event.waitUntil(openPage(event.notification.data?.path))
})

async function show(data) {
  const { title, body, path, tag } = read(data)
  await self.registration.showNotification(title, {
    body,
    icon: '/icon-192.png',
    badge: '/badge-96.png',
    // One with the same tag takes the place of the one before.
    tag: tag === undefined ? undefined : `${tag} ${self.registration.scope}`,
    renotify: tag !== undefined,
    data: { path },
  })
}

// Browsers ask that each message be shown, so one that cannot be read is shown too.
function read(data) {
  try {
    const { title, body = '', path = '/', tag } = data.json()
    if (typeof title === 'string' && title !== '') return { title, body, path, tag }
  } catch {
    // Falls through to what can be said of it.
  }
  return { title: 'There is something new', body: '', path: '/' }
}

async function openPage(path) {
  const url = new URL(typeof path === 'string' ? path : '/', self.location.origin)
  if (url.origin !== self.location.origin) return
  const pages = await self.clients.matchAll({ type: 'window', includeUncontrolled: true })
  const workspaceOf = ({ pathname }) => pathname.split('/').slice(0, 3).join('/')
  const page = pages.find((each) => workspaceOf(new URL(each.url)) === workspaceOf(url))
  if (page === undefined) return void (await self.clients.openWindow(url.href))
  // The page goes there by itself, so that nothing which stands in it is lost by loading anew.
  page.postMessage({ open: url.pathname + url.search + url.hash })
  await page.focus()
}
