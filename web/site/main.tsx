import '../theme.css'
import './site.css'
import { render } from 'solid-js/web'
import { followFrame } from './frame.ts'
import { readQuery } from './query.ts'
import { Site } from './site.tsx'

const root = document.getElementById('site')
if (root === null) throw new Error('The page has no place for the site')
const theme = readQuery('theme')
if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme
followFrame(root)
render(() => <Site />, root)
