import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { startLocale } from '@/lib/i18n'
import { App } from './App'

startLocale()
const root = document.getElementById('root')
if (!root) throw new Error('index.html has no #root')
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
)
