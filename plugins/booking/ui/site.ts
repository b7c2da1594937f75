import { definePluginSite } from '#site'
import { firstSlotsPath, pagePath } from './site/first-paths.ts'

/** The pages on which customers of a workspace book without an account. */
export const site = definePluginSite({
  id: 'booking',
  pages: {
    '/book': () => import('./site/list.tsx'),
    '/book/:service': () => import('./site/book.tsx'),
    // The secret of the link stands behind the #.
    '/booking': () => import('./site/manage.tsx'),
    '/waiting': () => import('./site/waiting.tsx'),
  },
  ahead: {
    '/book': () => pagePath,
    '/book/:service': ({ params }) => firstSlotsPath(params.service ?? ''),
  },
  words: {
    en: () => import('./site/words/en.ts'),
    de: () => import('./site/words/de.ts'),
    es: () => import('./site/words/es.ts'),
    fr: () => import('./site/words/fr.ts'),
  },
})
