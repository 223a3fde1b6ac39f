/** @file The page in English: all of its words, one object for each area. */
import { delivery } from './en/delivery.ts'
import { frame } from './en/frame.ts'
import { keys } from './en/keys.ts'
import { problems } from './en/problems.ts'
import { reviewer } from './en/reviewer.ts'
import { signIn } from './en/sign-in.ts'
import { team } from './en/team.ts'

/** English. */
export const en = { lang: 'en', delivery, frame, keys, problems, reviewer, signIn, team }
