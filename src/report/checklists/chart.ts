/** @file CHART: reporting of studies of chatbots that give health advice. Numbers as in its abstract. */
import * as say from './answers.ts'
import type { Checklist } from './checklist.ts'

/**
 * 12 items. The abstract of the statement gives the numbers of each group of subitems; which letter of a group is which topic
 * we did not verify, and so rows of a group share its numbers.
 */
export const chart: Checklist = {
  name: 'chart',
  title: 'CHART',
  source: 'CHART Collaborative, BMJ Medicine 2025, doi 10.1136/bmjmed-2025-001632',
  fit: 'Made for chatbots that advise patients or summarise evidence: fits in part.',
  items: [
    { item: '1a', topic: 'Title: what was studied' },
    { item: '1b', topic: 'Abstract or summary' },
    { item: '2a,b', topic: 'Background: why' },
    { item: '2a,b', topic: 'Background: aims', answer: say.plan },
    { item: '3a,b', topic: 'Which models, by name and version', answer: say.theArms },
    { item: '3a,b', topic: 'Which models: access and origin of the weights', answer: say.reproduction },
    { item: '4a-c', topic: 'Details of the models: how they were made', answer: say.alignment },
    { item: '4a-c', topic: 'Details of the models: settings', answer: say.decoding },
    { item: '4a-c', topic: 'Details of the models: training data', answer: say.splitOfRecords },
    { item: '5a,b', topic: 'How prompts were made' },
    { item: '5a,b', topic: 'The prompts themselves', answer: say.prompts },
    { item: '6a-d', topic: 'Asking: by which way', answer: say.decoding },
    { item: '6a-d', topic: 'Asking: when and where', answer: say.whenAsked },
    { item: '6a-d', topic: 'Asking: how often, in which conversations', answer: say.queries },
    { item: '6a-d', topic: 'Asking: what was done with the answers', answer: say.errors },
    { item: '7a,b', topic: 'Performance: what counts as right', answer: say.reference },
    { item: '7a,b', topic: 'Performance: who judged, blind to what', answer: say.raters },
    { item: '8', topic: 'Sample size', answer: say.sampleSize },
    { item: '9a', topic: 'Analysis of the data', answer: say.measures },
    { item: '10a-c', topic: 'Results: agreement of those who judged', answer: say.agreementOfRaters },
    { item: '10a-c', topic: 'Results: performance', answer: say.mainResults },
    { item: '10a-c', topic: 'Results: answers that could do harm', answer: say.errors },
    { item: '11a-c', topic: 'Discussion: meaning' },
    { item: '11a-c', topic: 'Discussion: limits', answer: say.limits },
    { item: '11a-c', topic: 'Discussion: use in practice' },
    { item: '12a', topic: 'Interests' },
    { item: '12b', topic: 'Funding' },
    { item: '12c', topic: 'Ethics' },
    { item: '12d', topic: 'Protocol', answer: say.plan },
    { item: '12e', topic: 'Data and code', answer: say.reproduction },
  ],
}
