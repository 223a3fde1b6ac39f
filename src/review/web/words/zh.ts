/** @file The page in Chinese: all of its words, one object for each area. */
import type { en } from './en.ts'
import { frame } from './zh/frame.ts'
import { problems } from './zh/problems.ts'
import { signIn } from './zh/sign-in.ts'
import { team } from './zh/team.ts'

/** Chinese. */
export const zh: typeof en = { frame, problems, signIn, team }
