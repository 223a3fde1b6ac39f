/** @file Rules of the trigger. Numbers as in the reference notes, L4. */
import { anyOf, is, isNot, LOGIC, noneOf, oneOf, type Rule, rulesFor } from './rule.ts'

const agonistProtocol = oneOf('protocol', 'long agonist', 'depot agonist', 'ultra-long agonist', 'short agonist')
const responsivePituitary = oneOf('protocol', 'antagonist', 'PPOS', 'mild', 'DuoStim', 'random start')
const hcg = ['hCG 10,000 IU', 'hCG 5,000 IU', 'recombinant hCG 250 ug']
const withoutRetrieval = oneOf('strategy', 'ovulation induction', 'IUI', 'donor insemination')

/** Rules of the layer `trigger`. */
export const triggerRules: readonly Rule[] = rulesFor('trigger', [
  {
    id: '4.l1',
    when: [responsivePituitary],
    admits: { excludes: ['none'] },
    ...LOGIC,
    says: { en: 'the natural surge is suppressed', zh: '自然LH峰已被抑制' },
  },
  {
    id: '4.l2',
    when: [withoutRetrieval],
    admits: { options: ['hCG 10,000 IU', 'hCG 5,000 IU', 'recombinant hCG 250 ug', 'none'] },
    ...LOGIC,
    says: { en: 'ovulation is triggered with hCG or left to nature', zh: 'hCG扳机或等待自然排卵' },
  },
  {
    id: '4.02',
    when: [is('ohssRisk', true), responsivePituitary],
    admits: { options: ['GnRH agonist'] },
    strength: 'strong',
    source: 'ASRM OHSS 2023; PLOS One 2016 (19 follicles of 11 mm); ESHRE',
    tag: 'V',
    says: { en: 'an agonist trigger with a freeze-all avoids OHSS', zh: '激动剂扳机加全胚冷冻可预防OHSS' },
  },
  {
    id: '4.03',
    when: [agonistProtocol],
    admits: { options: hcg },
    strength: 'strong',
    source: 'physiology: the pituitary is down-regulated',
    tag: 'V',
    says: { en: 'a down-regulated pituitary can only be triggered by hCG', zh: '降调后只能用hCG扳机' },
  },
  {
    id: '4.04',
    when: [agonistProtocol, is('ohssRisk', true)],
    admits: { options: ['hCG 5,000 IU'] },
    strength: 'conditional',
    source: 'ASRM OHSS 2023; ESHRE',
    tag: 'V',
    says: { en: 'OHSS risk in an agonist cycle asks for a low dose of hCG', zh: '激动剂周期OHSS风险者用小剂量hCG' },
  },
  {
    id: '4.06',
    when: [isNot('lowMaturity', true), isNot('emptyFollicles', true)],
    admits: { excludes: ['dual'] },
    strength: 'expert-opinion',
    source: 'Chinese antagonist consensus 2022 (title only); habit',
    tag: 'K',
    says: { en: 'a dual trigger is for immature eggs or empty follicles', zh: '双扳机用于卵成熟度低或空卵泡' },
  },
  {
    id: '4.06d',
    when: [anyOf(is('lowMaturity', true), is('emptyFollicles', true)), responsivePituitary, isNot('ohssRisk', true)],
    admits: { options: ['dual', 'hCG 10,000 IU'] },
    recommends: 'dual',
    strength: 'expert-opinion',
    source: 'Chinese antagonist consensus 2022 (title only); habit',
    tag: 'K',
    says: {
      en: 'immature eggs or empty follicles before speak for a dual trigger',
      zh: '既往卵成熟度低或空卵泡者宜双扳机',
    },
  },
  {
    id: '4.07',
    when: [is('hypogonadotropic', true)],
    admits: { excludes: ['GnRH agonist', 'dual', 'none'] },
    strength: 'logic',
    source: 'physiology: no reserve to release',
    tag: 'K',
    says: { en: 'a hypogonadotropic pituitary has no LH to release', zh: '低促性腺激素者无LH可释放，不用激动剂扳机' },
  },
  {
    id: '4.05',
    when: [isNot('ohssRisk', true), is('wantsFreshTransfer', true), noneOf('strategy', 'fertility preservation')],
    admits: { excludes: ['GnRH agonist'] },
    strength: 'conditional',
    source: 'ESHRE ovarian stimulation 2019',
    tag: 'K',
    says: { en: 'an agonist alone is not advised before a fresh transfer', zh: '鲜胚移植不宜单用激动剂扳机' },
  },
])
