import { expect, test } from 'vitest'
import { ROLES } from '../../../store/roles.ts'
import { actsWith } from './member-acts.ts'

test('a new link is offered of reviewers and monitors alone: of others the server makes none', () => {
  const dana = { personId: 'dana', role: 'designer' } as const
  const about = { centre: null, raterKind: 'clinician', profile: null, active: true, slots: 0, missing: 0 } as const
  const account = { name: null, email: null, hasSignedIn: true }
  const offered = ROLES.filter(role =>
    actsWith({ personId: 'x', role, ...about, ...account }, dana, 'open').includes('again'),
  )
  expect(offered).toEqual(['reviewer', 'monitor'])
})
