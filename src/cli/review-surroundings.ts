/** @file What the environment says of a review: its database, and the hospital's sign-on. */
import { loadStudy, type ReviewSurroundings, studyReview, type StudyReview } from '../study/index.ts'
import { InputError } from '../support/index.ts'

const SIGN_ON = ['BEDSIDE_OIDC_ISSUER', 'BEDSIDE_OIDC_CLIENT_ID', 'BEDSIDE_OIDC_CLIENT_SECRET'] as const

/** Reads DATABASE_URL and BEDSIDE_OIDC_*. Throws InputError when the sign-on is named in part. */
export function reviewSurroundings(): ReviewSurroundings {
  const databaseUrl = process.env['DATABASE_URL'] || null
  const [issuer, clientId, clientSecret] = SIGN_ON.map(name => process.env[name] || undefined)
  if (issuer === undefined && clientId === undefined && clientSecret === undefined) return { databaseUrl, oidc: null }
  if (issuer === undefined || clientId === undefined || clientSecret === undefined) {
    throw new InputError(
      `expected all of ${SIGN_ON.join(', ')}, got some of them`,
      {},
      'set the others in the environment, or none',
    )
  }
  const name = process.env['BEDSIDE_OIDC_NAME'] || 'hospital account'
  return { databaseUrl, oidc: { issuer, clientId, clientSecret, name } }
}

/** The review of the study that was named, by default of `study.yaml` here. */
export function reviewNamed(study: string | undefined, publicUrl?: string): StudyReview {
  return studyReview(loadStudy(study ?? 'study.yaml'), reviewSurroundings(), publicUrl)
}
