/** @file Entry of the page of a review. */
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'
import { FaultBoundary } from './frame/fault-boundary.tsx'
import './look/index.css'

createRoot(document.getElementById('page')!).render(
  <StrictMode>
    <FaultBoundary>
      <App />
    </FaultBoundary>
  </StrictMode>,
)
