import { definePluginUi } from '#kit'

/** The pages of files in the workspace, and what stands of them beside other records. */
export const ui = definePluginUi({
  id: 'storage',
  nav: [{ label: 'Files', icon: 'i-lucide-folder', path: '/files', permission: 'storage.files.read' }],
  pages: { '/files': () => import('./files.tsx') },
  verbs: [
    {
      id: 'upload',
      label: 'Upload files',
      icon: 'i-lucide-upload',
      permission: 'storage.files.write',
      keywords: ['picture', 'document', 'photo', 'add'],
      path: '/files?panel=upload',
    },
  ],
  search: { permission: 'storage.files.read', load: () => import('./find-files.ts') },
  panels: [
    {
      id: 'files',
      title: 'Files',
      subjects: ['contact', 'company', 'deal', 'booking', 'ticket', 'product', 'order'],
      permission: 'storage.files.read',
      whenOff: 'Pictures and documents can be kept here as soon as Files is connected.',
      load: () => import('./attachments.tsx'),
    },
  ],
  shortcuts: [{ keys: 'g l', label: 'Go to files', path: '/files', permission: 'storage.files.read' }],
})
