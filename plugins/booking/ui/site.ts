import { definePluginSite } from '#site'

const manage = () => import('./site/manage.tsx')
const waiting = () => import('./site/waiting.tsx')

/** The pages on which customers of a workspace book without an account. */
export const site = definePluginSite({
  id: 'booking',
  pages: {
    '/book': () => import('./site/list.tsx'),
    '/book/:service': () => import('./site/book.tsx'),
    // The secret stands behind the #, where no server sees it; in the path it is understood too.
    '/booking': manage,
    '/booking/:token': manage,
    '/waiting': waiting,
    '/waiting/:token': waiting,
  },
  words: {
    en: () => import('./site/words/en.ts'),
    de: () => import('./site/words/de.ts'),
    es: () => import('./site/words/es.ts'),
    fr: () => import('./site/words/fr.ts'),
  },
})
