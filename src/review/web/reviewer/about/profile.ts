/** @file What a reviewer says of herself, and what of it is missing. */

/** Grades, from the lowest. */
export const GRADES = ['resident', 'attending', 'associate chief', 'chief', 'other'] as const
/** How often she uses such tools. */
export const AI_USE = ['never', 'seldom', 'monthly', 'weekly', 'daily'] as const

/** The fields of the form, as text. */
export interface Profile {
  readonly centre: string
  readonly grade: string
  readonly years: string
  readonly specialty: string
  readonly ai: string
}
/** A field of the form. */
export type ProfileField = keyof Profile

/** The form from what she said before. */
export function profileFrom(answers: Readonly<Record<string, string | number>> | null): Profile {
  const text = (name: string) => `${answers?.[name] ?? ''}`
  return { centre: '', grade: text('grade'), years: text('years'), specialty: text('specialty'), ai: text('aiUse') }
}

/** The fields that are missing or cannot be, in the order of the form. `hasCentre`: the study team has entered it. */
export function faultsOf(profile: Profile, hasCentre: boolean): readonly ProfileField[] {
  const faults: ProfileField[] = []
  if (!hasCentre && profile.centre.trim() === '') faults.push('centre')
  if (profile.grade === '') faults.push('grade')
  const years = profile.years.trim()
  if (!/^\d{1,2}$/.test(years) || Number(years) > 70) faults.push('years')
  if (profile.specialty.trim() === '') faults.push('specialty')
  if (profile.ai === '') faults.push('ai')
  return faults
}

/** What is sent: the centre only where the study team has not entered it, since the allocation follows theirs. */
export function bodyOf(profile: Profile, hasCentre: boolean) {
  return {
    centre: hasCentre ? null : profile.centre.trim(),
    answers: {
      consent: 'yes',
      grade: profile.grade,
      years: Number(profile.years),
      specialty: profile.specialty.trim(),
      aiUse: profile.ai,
    },
  }
}

/** What is sent when she agrees: her consent is an act with a time, whether or not she goes on to say who she is. */
export const CONSENT = { centre: null, answers: { consent: 'yes' } } as const

/** Whether she has said who she is, and not only consented. */
export function hasSaidWho(answers: Readonly<Record<string, string | number>> | null): boolean {
  return answers?.['grade'] !== undefined
}
