/** @file What a reviewer said of herself, to read and, until the lock, to correct. */
import { useState } from 'react'
import type { Me } from '../../../api/index.ts'
import { Alert } from '../../controls/index.ts'
import { Link } from '../../router/router.tsx'
import { useWords } from '../../words/index.ts'
import { ReviewerFrame } from '../reviewer-frame.tsx'
import { ProfileForm } from './profile-form.tsx'

/** The profile again. */
export function AboutPage({ me, refresh }: { me: Me; refresh: () => Promise<void> }) {
  const { words } = useWords()
  const texts = words.reviewer
  const [saved, setSaved] = useState(false)
  const isOpen = me.state === 'draft' || me.state === 'open'
  return (
    <ReviewerFrame me={me}>
      <section className="sheet reading">
        <h1>{texts.about.title}</h1>
        {saved && <Alert kind="notice">{texts.about.saved}</Alert>}
        {isOpen ? (
          <ProfileForm
            me={me}
            button={texts.about.saveChange}
            onSaved={async () => {
              await refresh()
              setSaved(true)
            }}
          />
        ) : (
          <p>{texts.past.locked}</p>
        )}
        <p>
          <Link to="/">{texts.toCases}</Link>
        </p>
      </section>
    </ReviewerFrame>
  )
}
