/** @file The page in Chinese: all of its words, one object for each area. */
import type { en } from './en.ts'
import { delivery } from './zh/delivery.ts'
import { frame } from './zh/frame.ts'
import { keys } from './zh/keys.ts'
import { problems } from './zh/problems.ts'
import { reviewer } from './zh/reviewer.ts'
import { signIn } from './zh/sign-in.ts'
import { team } from './zh/team.ts'

/** Chinese. */
export const zh: typeof en = { lang: 'zh-CN', delivery, frame, keys, problems, reviewer, signIn, team }
