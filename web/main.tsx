import 'virtual:uno.css'
import './theme.css'
import { render } from 'solid-js/web'
import { App } from './shell/app.tsx'

const root = document.getElementById('app')
if (root === null) throw new Error('The page has no place for the app')
root.replaceChildren()
render(() => <App />, root)
