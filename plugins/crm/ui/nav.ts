import { definePluginUi } from '#kit'

/** The pages of customers in the workspace. */
export const ui = definePluginUi({
  id: 'crm',
  nav: [
    { label: 'Contacts', icon: 'i-lucide-contact', path: '/contacts', permission: 'crm.contacts.read' },
    { label: 'Companies', icon: 'i-lucide-building-2', path: '/companies', permission: 'crm.companies.read' },
  ],
  pages: {
    '/contacts': () => import('./contacts.tsx'),
    '/contacts/:id': () => import('./contact.tsx'),
    '/companies': () => import('./companies.tsx'),
    '/import': () => import('./import.tsx'),
  },
})
