/** @file The page in English: all of its words, one object for each area. */
import { frame } from './en/frame.ts'
import { problems } from './en/problems.ts'
import { signIn } from './en/sign-in.ts'
import { team } from './en/team.ts'

/** English. */
export const en = { frame, problems, signIn, team }
