import { definePluginUi } from '#kit'

/** The pages of mail in the workspace. */
export const ui = definePluginUi({
  id: 'email',
  nav: [{ label: 'Mail', icon: 'i-lucide-mail', path: '/messages', permission: 'email.messages.read' }],
  pages: { '/messages': () => import('./messages.tsx') },
  verbs: [
    {
      id: 'mail-look',
      label: 'See how your mail looks',
      icon: 'i-lucide-palette',
      permission: 'email.messages.read',
      keywords: ['email', 'template', 'preview'],
      path: '/messages?tab=look',
    },
    {
      id: 'check-domain',
      label: 'Check the domain of your mail',
      icon: 'i-lucide-shield-check',
      permission: 'email.messages.read',
      keywords: ['email', 'spf', 'dkim', 'dmarc', 'spam'],
      path: '/messages?tab=domain',
    },
  ],
})
