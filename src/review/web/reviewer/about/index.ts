/** @file Consent, and what a reviewer says of herself. */
export { AboutPage } from './about-page.tsx'
export { hasSaidWho } from './profile.ts'
export { WelcomePages } from './welcome-pages.tsx'
