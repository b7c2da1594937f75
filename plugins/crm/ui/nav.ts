import { definePluginUi, type Workspace } from '#kit'

/** The pages of customers in the workspace. */
export const ui = definePluginUi({
  id: 'crm',
  nav: [
    { label: 'Overview', icon: 'i-lucide-layout-dashboard', path: '/overview', permission: 'crm.dashboard.read' },
    { label: 'Contacts', icon: 'i-lucide-contact', path: '/contacts', permission: 'crm.contacts.read' },
    { label: 'Companies', icon: 'i-lucide-building-2', path: '/companies', permission: 'crm.companies.read' },
    { label: 'Deals', icon: 'i-lucide-handshake', path: '/deals', permission: 'crm.deals.read' },
    { label: 'Tasks', icon: 'i-lucide-square-check', path: '/tasks', permission: 'crm.tasks.read' },
    { label: 'Trash', icon: 'i-lucide-trash-2', path: '/trash', permission: 'crm.trash.read' },
  ],
  pages: {
    '/overview': () => import('./overview.tsx'),
    '/contacts': () => import('./contacts.tsx'),
    '/contacts/:id': () => import('./contact.tsx'),
    '/companies': () => import('./companies.tsx'),
    '/companies/:id': () => import('./company.tsx'),
    '/deals': () => import('./deals.tsx'),
    '/deals/:id': () => import('./deal.tsx'),
    '/tasks': () => import('./tasks.tsx'),
    '/duplicates': () => import('./duplicates.tsx'),
    '/import': () => import('./import.tsx'),
    '/trash': () => import('./trash.tsx'),
  },
  verbs: [
    {
      id: 'new-contact',
      label: 'New contact',
      icon: 'i-lucide-user-round-plus',
      permission: 'crm.contacts.write',
      keywords: ['add', 'person', 'customer', 'client'],
      path: '/contacts?panel=add',
    },
    {
      id: 'new-company',
      label: 'New company',
      icon: 'i-lucide-building-2',
      permission: 'crm.companies.write',
      keywords: ['add', 'organisation', 'business', 'firm'],
      path: '/companies?edit=new',
    },
    {
      id: 'new-deal',
      label: 'New deal',
      icon: 'i-lucide-handshake',
      permission: 'crm.deals.write',
      keywords: ['add', 'sale', 'opportunity', 'offer', 'order'],
      path: '/deals?panel=add',
    },
    {
      id: 'new-task',
      label: 'New task',
      icon: 'i-lucide-square-check',
      permission: 'crm.tasks.write',
      keywords: ['add', 'to do', 'reminder', 'call'],
      path: '/tasks?task=new',
    },
    {
      id: 'import-contacts',
      label: 'Import contacts…',
      icon: 'i-lucide-upload',
      permission: 'crm.contacts.import',
      keywords: ['csv', 'excel', 'google', 'outlook', 'hubspot', 'upload', 'bring'],
      path: '/import',
    },
    {
      id: 'find-duplicates',
      label: 'Find duplicates',
      icon: 'i-lucide-copy',
      permission: 'crm.contacts.write',
      keywords: ['merge', 'double', 'twice', 'join'],
      path: '/duplicates',
    },
  ],
  search: { permission: 'crm.contacts.read', load: () => import('./find-records.ts') },
  widgets: [
    {
      id: 'tasks',
      title: 'To do today',
      permission: 'crm.tasks.read',
      load: () => import('./widgets/tasks-widget.tsx'),
    },
    {
      id: 'pipeline',
      title: 'Deals on the way',
      permission: 'crm.dashboard.read',
      load: () => import('./widgets/pipeline-widget.tsx'),
    },
  ],
  firstSteps: [
    {
      id: 'contacts',
      title: 'Bring your contacts',
      why: 'From Google, Outlook, HubSpot or any table, in a minute.',
      path: '/import',
      permission: 'crm.contacts.import',
      isDone: (workspace) => hasAny(workspace, 'contacts'),
    },
    {
      id: 'deals',
      title: 'Add your first deal',
      why: 'See what is on the way, and what to do next for it.',
      path: '/deals?panel=add',
      permission: 'crm.deals.write',
      isDone: (workspace) => hasAny(workspace, 'deals'),
    },
  ],
  shortcuts: [
    { keys: 'g o', label: 'Go to the overview', path: '/overview', permission: 'crm.dashboard.read' },
    { keys: 'g c', label: 'Go to contacts', path: '/contacts', permission: 'crm.contacts.read' },
    { keys: 'g m', label: 'Go to companies', path: '/companies', permission: 'crm.companies.read' },
    { keys: 'g d', label: 'Go to deals', path: '/deals', permission: 'crm.deals.read' },
    { keys: 'g t', label: 'Go to tasks', path: '/tasks', permission: 'crm.tasks.read' },
  ],
})

async function hasAny(workspace: Workspace, kind: string): Promise<boolean> {
  return (await workspace.api<{ data: unknown[] }>(`/crm/${kind}?limit=1`)).data.length > 0
}
