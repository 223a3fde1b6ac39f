/** @file How Vite builds the page of a review: plain files with hashed names, nothing inline, nothing from elsewhere. */
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  build: {
    outDir: '../../../dist/review-page',
    emptyOutDir: true,
    // The content security policy of the server allows neither inline scripts nor data: URLs of fonts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: ['chrome111', 'firefox128', 'safari16.4'],
  },
})
