/** @file DECIDE-AI: reporting of the early clinical evaluation of decision support. */
import * as say from './answers.ts'
import type { Checklist } from './checklist.ts'

/** Arabic numbers are about AI, Roman ones are general. Numbers that we did not see in a public table are left out. */
export const decideAi: Checklist = {
  name: 'decide-ai',
  title: 'DECIDE-AI',
  source: 'Vasey et al., BMJ 2022;377:e070904',
  fit: 'Made for use in live care: a study on recorded cases answers what comes before it.',
  items: [
    { item: '1', topic: 'Title: early evaluation of decision support, and the problem' },
    { item: 'I', topic: 'Abstract' },
    { item: '2a', topic: 'Intended use: condition, present practice, patients' },
    { item: '2b', topic: 'Intended use: users, place in care, expected effect' },
    { item: 'II', topic: 'Aims', answer: say.plan },
    { item: 'III', topic: 'Protocol, registration and ethics approval', answer: say.plan },
    { item: '3a', topic: 'How patients, or their records, came in, and how many', answer: say.records },
    { item: '3b', topic: 'How users, here raters, came in, and how many', answer: say.raters },
    { item: '3c', topic: 'How users were made familiar with the system' },
    { item: '4a', topic: 'The system: version, kind, what it was trained on', answer: say.theArms },
    { item: null, topic: 'The system: what goes in', answer: say.prompts },
    { item: null, topic: 'The system: what comes out and how it is shown', answer: say.errors },
    { item: null, topic: 'Where and how it was used', answer: say.queries },
    { item: null, topic: 'Outcomes', answer: say.measures },
    { item: null, topic: 'How errors and harm are found', answer: say.errors },
    { item: null, topic: 'Human factors: how they are measured', answer: say.blinding },
    { item: null, topic: 'Analysis', answer: say.measures },
    { item: null, topic: 'Ethics of use' },
    { item: null, topic: 'Part that patients had in the study' },
    { item: null, topic: 'Who took part, by number', answer: say.raters },
    { item: null, topic: 'Main results', answer: say.mainResults },
    { item: null, topic: 'Results by subgroup', answer: say.subgroups },
    { item: null, topic: 'Changes to the system or the plan on the way', answer: say.deviations },
    { item: null, topic: 'Agreement of people and system', answer: say.reference },
    { item: null, topic: 'Errors and harm that were found', answer: say.errors },
    { item: null, topic: 'Learning curves of users' },
    { item: null, topic: 'Does the result support the intended use' },
    { item: null, topic: 'Strengths and limits', answer: say.limits },
    { item: null, topic: 'Data and code', answer: say.reproduction },
    { item: null, topic: 'Interests' },
  ],
}
