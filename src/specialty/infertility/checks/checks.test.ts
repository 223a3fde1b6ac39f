import { expect, test } from 'vitest'
import type { FieldValue, Plan, PlanCase } from '../../specialty.ts'
import { infertility } from '../infertility.ts'
import { factsOf } from './facts-of.ts'
import { planChecks } from './index.ts'

type Part = string | number | undefined

/** How a case differs from the ordinary couple with a sound plan; a part set to undefined is left out. */
interface Differs {
  readonly fields?: Readonly<Record<string, FieldValue>>
  readonly plan?: Readonly<Record<string, Part>>
  /** Another strategy: nothing of the ordinary plan is kept. */
  readonly instead?: Plan
  readonly reasoning?: string | null
  readonly monitoring?: Readonly<Record<string, number>>
}

const ordinary: Readonly<Record<string, FieldValue>> = {
  femaleAge: 33,
  bmi: 22,
  height: 163,
  smoking: false,
  infertilityDuration: 4,
  cyclePattern: 'regular',
  amh: 2.2,
  afc: 13,
  basalLh: 5,
  prolactin: 12,
  tsh: 1.9,
  pcos: false,
  tubalStatus: 'both blocked',
  uterus: 'normal',
  endometriosis: 'none',
  semenVolume: 3,
  spermConcentration: 45,
  progressiveMotility: 42,
  normalForms: 5,
  azoospermia: 'none',
  frozenSperm: false,
  maleKaryotype: 'normal',
  femaleKaryotype: 'normal',
  previousIvfCycles: 0,
  failedTransfers: 0,
  frozenEmbryos: 0,
  infectionScreen: 'current',
  pregnancyTest: 'negative',
  jurisdiction: 'China',
  married: true,
}

const sound: Plan = {
  strategy: 'IVF',
  protocol: 'antagonist',
  suppression: 'antagonist, fixed day 5-6',
  gonadotropin: 'rFSH',
  startingDose: 200,
  adjuvant: 'none',
  trigger: 'hCG 5,000 IU',
  spermSource: 'ejaculated',
  fertilisation: 'IVF',
  transfer: 'fresh, day 5',
  embryos: '1',
  lutealSupport: 'vaginal progesterone',
}

const iui: Plan = {
  strategy: 'IUI',
  protocol: 'gonadotropin',
  gonadotropin: 'hMG',
  startingDose: 75,
  trigger: 'hCG 5,000 IU',
  spermSource: 'ejaculated',
  lutealSupport: 'none',
}
const letrozole: Plan = { strategy: 'ovulation induction', protocol: 'letrozole', oralDose: 5, trigger: 'none' }
const clomifene: Plan = { strategy: 'ovulation induction', protocol: 'clomifene', oralDose: 100, trigger: 'none' }
const frozen: Plan = {
  strategy: 'frozen embryo transfer',
  transfer: 'frozen, day 5',
  embryos: '1',
  endometrialPreparation: 'HRT',
  progesteroneDays: 5,
  lutealSupport: 'vaginal progesterone',
}
const preservation: Plan = { strategy: 'fertility preservation', protocol: 'random start', adjuvant: 'none' }
const long = { protocol: 'long agonist', suppression: 'agonist from mid-luteal' }
const inStore = { frozenEmbryos: 2, frozenEmbryoStage: 'blastocyst' }
const high = { amh: 5, afc: 26 }

/** For each check, cases on which it fires and near misses on which it does not. */
const cases: readonly (readonly [string, readonly Differs[], readonly Differs[]])[] = [
  [
    'C01',
    [{ plan: { ...long, trigger: 'dual' } }, { plan: { protocol: 'short agonist', trigger: 'GnRH agonist' } }],
    [{ plan: long }, { plan: { trigger: 'GnRH agonist' } }],
  ],
  ['C02', [{ plan: { protocol: 'PPOS' } }], [{ plan: { protocol: 'PPOS', transfer: 'freeze all' } }]],
  [
    'C03',
    [
      { fields: { ohssBefore: 'severe' } },
      { monitoring: { folliclesOver11mm: 18 } },
      { monitoring: { estradiolAtTrigger: 5001 } },
    ],
    [
      { fields: { ohssBefore: 'mild or moderate' } },
      { monitoring: { folliclesOver11mm: 17, estradiolAtTrigger: 5000 } },
      { fields: { ohssBefore: 'severe' }, plan: { transfer: 'freeze all' } },
    ],
  ],
  [
    'C04',
    [
      { fields: { amh: 3.4 } },
      { fields: { afc: 24 }, reasoning: 'Severe OHSS before. The dose is kept.' },
      { fields: { pcos: true }, reasoning: '有OHSS风险。' },
    ],
    [
      { fields: { amh: 3.39, afc: 23 } },
      { fields: { pcos: true }, reasoning: 'OHSS is the main risk: monitoring and a low threshold for a freeze-all.' },
      { fields: { pcos: true }, reasoning: '主要风险为OHSS：加强监测，必要时全胚冷冻。' },
      { fields: { pcos: true }, plan: { trigger: 'GnRH agonist' } },
      { fields: { pcos: true }, instead: { ...letrozole, trigger: 'hCG 5,000 IU' } },
    ],
  ],
  [
    'C05',
    [{ fields: high, plan: { ...long, startingDose: 162.5 } }],
    [{ fields: high, plan: { ...long, startingDose: 150 } }],
  ],
  [
    'C06',
    [
      { plan: { startingDose: 62.5 } },
      { plan: { startingDose: 462.5 } },
      { plan: { startingDose: 130 } },
      { instead: { ...iui, startingDose: 162.5 } },
    ],
    [{ plan: { startingDose: 75 } }, { plan: { startingDose: 450 } }, { instead: { ...iui, startingDose: 37.5 } }],
  ],
  ['C07', [{ plan: { startingDose: 312.5 } }], [{ plan: { startingDose: 300 } }]],
  ['C08', [{ fields: high, plan: { startingDose: 237.5 } }], [{ fields: high, plan: { startingDose: 225 } }]],
  [
    'C09',
    [
      { fields: { azoospermia: 'obstructive' } },
      { fields: { azoospermia: 'obstructive' }, instead: letrozole },
      { fields: { azoospermia: 'non-obstructive' }, plan: { spermSource: 'frozen, ejaculated' } },
    ],
    [
      { fields: { azoospermia: 'obstructive' }, plan: { spermSource: 'surgical retrieval' } },
      { fields: { azoospermia: 'obstructive' }, plan: { spermSource: 'donor' } },
      { fields: { azoospermia: 'not done' } },
    ],
  ],
  [
    'C10',
    [{ plan: { spermSource: 'surgical retrieval' } }, { instead: { ...iui, spermSource: 'frozen, surgical' } }],
    [{ plan: { spermSource: 'surgical retrieval', fertilisation: 'ICSI' } }],
  ],
  [
    'C11',
    [{ fields: { yMicrodeletion: 'AZFa' }, plan: { spermSource: 'surgical retrieval' } }],
    [
      { fields: { yMicrodeletion: 'AZFc' }, plan: { spermSource: 'surgical retrieval' } },
      { fields: { yMicrodeletion: 'AZFb' }, plan: { spermSource: 'donor' } },
    ],
  ],
  [
    'C12',
    [
      { fields: { spermConcentration: 4, yMicrodeletion: 'not done' } },
      { fields: { spermConcentration: 9, maleKaryotype: null } },
    ],
    [
      { fields: { spermConcentration: 4, yMicrodeletion: 'none' } },
      { fields: { spermConcentration: 10, maleKaryotype: null } },
      { fields: { spermConcentration: 4 }, reasoning: 'A Y microdeletion test is done before ICSI.' },
      { fields: { spermConcentration: 4 }, plan: { spermSource: 'donor' } },
      { fields: { spermConcentration: 'not done', maleKaryotype: null } },
    ],
  ],
  [
    'C13',
    [{ plan: { fertilisation: 'ICSI' } }],
    [
      { plan: { fertilisation: 'ICSI', strategy: 'IVF with PGT-A' } },
      { fields: { fertilisationFailure: true }, plan: { fertilisation: 'ICSI' } },
      { fields: { frozenEggs: 6 }, plan: { fertilisation: 'ICSI' } },
      { fields: { spermConcentration: null }, plan: { fertilisation: 'ICSI' } },
    ],
  ],
  [
    'C14',
    [
      { fields: { spermConcentration: 0.9 } },
      { fields: { progressiveMotility: 0 } },
      // 1 mL x 2 M/mL x 40 % = 0.8 M.
      { fields: { semenVolume: 1, spermConcentration: 2, progressiveMotility: 40 } },
    ],
    [
      { fields: { semenVolume: 1, spermConcentration: 4, progressiveMotility: 25 } },
      { fields: { spermConcentration: 0.9 }, plan: { fertilisation: 'ICSI' } },
      { fields: { spermConcentration: 0.9 }, plan: { spermSource: 'donor' } },
    ],
  ],
  [
    'C15',
    [{ instead: iui }, { fields: { tubalStatus: 'removed' }, instead: letrozole }],
    [
      { fields: { tubalStatus: 'one blocked' }, instead: iui },
      { fields: { tubalStatus: null }, instead: iui },
    ],
  ],
  [
    'C16',
    [{ fields: { semenVolume: 1, spermConcentration: 3, progressiveMotility: 33 }, instead: iui }],
    [{ fields: { semenVolume: 1, spermConcentration: 4, progressiveMotility: 25 }, instead: iui }],
  ],
  [
    'C16w',
    [{ fields: { semenVolume: 1, spermConcentration: 4, progressiveMotility: 25 }, instead: iui }],
    [
      { fields: { semenVolume: 1, spermConcentration: 20, progressiveMotility: 25 }, instead: iui },
      { fields: { semenVolume: null }, instead: iui },
    ],
  ],
  [
    'C17',
    [{ fields: { hydrosalpinxOnUltrasound: true } }],
    [
      { fields: { hydrosalpinxOnUltrasound: true, hydrosalpinxTreated: true } },
      { fields: { hydrosalpinxOnUltrasound: true }, plan: { transfer: 'freeze all' } },
    ],
  ],
  [
    'C18',
    [{ fields: { prolactin: 101 } }, { fields: { prolactin: 26, cyclePattern: 'oligomenorrhoea' } }],
    [
      { fields: { prolactin: 100 } },
      { fields: { prolactin: 140, prolactinTreated: true } },
      { fields: { prolactin: 140 }, instead: { strategy: 'treat first' } },
    ],
  ],
  [
    'C19',
    [{ fields: { tsh: 10.1 } }, { fields: { freeT4: 0.6 } }, { fields: { tsh: 0.05, freeT4: 2.2 } }],
    [
      { fields: { tsh: 10 } },
      { fields: { tsh: 0.05 } },
      { fields: { tsh: 15, thyroidTreated: true } },
      { fields: { tsh: 'not done' } },
    ],
  ],
  [
    'C20',
    [{ fields: { tsh: 4 } }],
    [
      { fields: { tsh: 3.9 } },
      { fields: { tsh: 6 }, reasoning: 'Levothyroxine 50 ug is started.' },
      { fields: { tsh: 6 }, reasoning: '甲状腺功能复查后启动。' },
      { fields: { tsh: 6, thyroidTreated: true } },
    ],
  ],
  [
    'C21',
    [{ fields: { pregnancyTest: 'positive' } }, { fields: { cyclePattern: 'amenorrhoea', pregnancyTest: null } }],
    [
      { fields: { pregnancyTest: null } },
      { fields: { cyclePattern: 'amenorrhoea' } },
      { fields: { cyclePattern: 'amenorrhoea', pregnancyTest: 'not done', pcos: true } },
    ],
  ],
  [
    'C22',
    [{ fields: { acuteInfection: true } }, { fields: { cancer: 'hormone-dependent' } }],
    [
      { fields: { cancer: 'hormone-dependent, oncologist agrees' } },
      { fields: { acuteInfection: true }, instead: { strategy: 'treat first' } },
      { fields: { organFailure: 'not done' } },
    ],
  ],
  [
    'C23',
    [{ fields: { uterus: 'severe adhesions' } }],
    [{ fields: { uterus: 'adhesions' } }, { fields: { uterus: 'absent' }, plan: { transfer: 'freeze all' } }],
  ],
  [
    'C24',
    [
      { fields: { uterus: 'septum' } },
      { fields: { cavityFluid: true } },
      { fields: { uterus: 'polyp', uterineFindingSize: 1.1 } },
    ],
    [
      { fields: { uterus: 'polyp', uterineFindingSize: 1 } },
      { fields: { uterus: 'polyp' } },
      { fields: { cavityFluid: true }, plan: { transfer: 'freeze all' } },
    ],
  ],
  [
    'C25',
    [
      { plan: { embryos: '3' } },
      { fields: { jurisdiction: 'UK' }, plan: { embryos: '3' } },
      { fields: { jurisdiction: 'US' }, plan: { embryos: '2' } },
      { fields: { ...inStore, frozenEuploid: true, jurisdiction: null }, instead: { ...frozen, embryos: '2' } },
    ],
    [
      { plan: { embryos: '2' } },
      { fields: { jurisdiction: 'UK', femaleAge: 40 }, plan: { embryos: '3' } },
      { fields: { jurisdiction: 'US' }, plan: { embryos: '2', transfer: 'fresh, day 3' } },
      { fields: { jurisdiction: null }, plan: { embryos: '3' } },
      { fields: { jurisdiction: 'US', femaleAge: null }, plan: { embryos: '3' } },
    ],
  ],
  [
    'C26',
    [
      { fields: { caesareanScar: true }, plan: { embryos: '2' } },
      { fields: { height: 149 }, plan: { embryos: '2' } },
    ],
    [{ fields: { caesareanScar: true } }, { fields: { height: 150 }, plan: { embryos: '2' } }],
  ],
  [
    'C27',
    [
      { plan: { strategy: 'IVF with PGT-A', transfer: 'fresh, day 3' }, reasoning: 'Rapid PGT is done.' },
      { plan: { strategy: 'IVF with PGT-A' } },
    ],
    [
      { plan: { strategy: 'IVF with PGT-A', transfer: 'freeze all' } },
      { plan: { strategy: 'IVF with PGT-A' }, reasoning: 'Rapid PGT gives the result in time.' },
    ],
  ],
  [
    'C28',
    [
      { plan: { strategy: 'IVF with PGT-A' } },
      { plan: { strategy: 'IVF with PGT-SR' } },
      { fields: { monogenicDisorder: null }, plan: { strategy: 'IVF with PGT-M' } },
    ],
    [
      { fields: { femaleAge: 38 }, plan: { strategy: 'IVF with PGT-A' } },
      { fields: { femaleAge: null }, plan: { strategy: 'IVF with PGT-A' } },
      { fields: { wantsAneuploidyTesting: true }, plan: { strategy: 'IVF with PGT-A' } },
      { fields: { femaleKaryotype: 'other' }, plan: { strategy: 'IVF with PGT-SR' } },
      { fields: { monogenicDisorder: true }, plan: { strategy: 'IVF with PGT-M' } },
    ],
  ],
  [
    'C29',
    [{ plan: { transfer: 'freeze all' } }, { plan: { lutealSupport: 'none' } }],
    [{ plan: { transfer: 'freeze all', lutealSupport: 'none' } }, { plan: { lutealSupport: undefined } }],
  ],
  [
    'C30',
    [{ fields: { pcos: true }, plan: { lutealSupport: 'progesterone + hCG' } }],
    [{ plan: { lutealSupport: 'progesterone + hCG' } }, { fields: { pcos: true } }],
  ],
  [
    'C31',
    [
      { fields: { ...inStore, cancer: 'hormone-dependent, oncologist agrees' }, instead: frozen },
      { fields: { ...inStore, antiphospholipidSyndrome: true, thrombosisProphylaxis: false }, instead: frozen },
    ],
    [
      { fields: { ...inStore, antiphospholipidSyndrome: true, thrombosisProphylaxis: true }, instead: frozen },
      { fields: { ...inStore, antiphospholipidSyndrome: true, thrombosisProphylaxis: null }, instead: frozen },
      { fields: { cancer: 'hormone-dependent' }, instead: { ...frozen, endometrialPreparation: 'natural' } },
    ],
  ],
  [
    'C31w',
    [
      { fields: { smoking: true, femaleAge: 35 }, instead: frozen },
      { fields: { bmi: 35 }, instead: frozen },
    ],
    [
      { fields: { smoking: true, femaleAge: 34 }, instead: frozen },
      { fields: { bmi: 36 }, instead: frozen, reasoning: 'Estradiol is given as patches.' },
    ],
  ],
  [
    'C32',
    [{ instead: { ...frozen, progesteroneDays: 3 } }, { instead: { ...frozen, transfer: 'frozen, day 3' } }],
    [{ instead: frozen }, { instead: { ...frozen, transfer: 'frozen, day 3', progesteroneDays: 3 } }],
  ],
  [
    'C33',
    [{ plan: { gonadotropin: 'none' } }, { instead: { ...sound, protocol: 'clomifene' } }],
    [{ plan: { gonadotropin: 'none', protocol: 'mild' } }, { instead: clomifene }],
  ],
  [
    'C34',
    [{ plan: { suppression: undefined } }, { plan: { ...long, suppression: 'antagonist, flexible' } }],
    [{ plan: { suppression: 'antagonist, flexible' } }, { plan: { protocol: 'mild', suppression: 'none' } }],
  ],
  [
    'C35',
    [{ fields: { pcos: true }, plan: { protocol: 'short agonist' } }],
    [{ plan: { protocol: 'short agonist' } }, { fields: { pcos: true } }],
  ],
  [
    'C36',
    [
      { fields: { afc: 21 }, plan: { gonadotropin: 'corifollitropin alfa' } },
      { fields: { ohssBefore: 'mild or moderate' }, plan: { gonadotropin: 'corifollitropin alfa' } },
    ],
    [
      { fields: { afc: 20 }, plan: { gonadotropin: 'corifollitropin alfa' } },
      { fields: { ohssBefore: 'not done' }, plan: { gonadotropin: 'corifollitropin alfa' } },
    ],
  ],
  [
    'C37',
    [
      { fields: { cyclePattern: 'amenorrhoea', basalLh: 1.1 } },
      { fields: { cyclePattern: 'amenorrhoea', basalLh: 1.1 }, instead: letrozole },
    ],
    [
      { fields: { cyclePattern: 'amenorrhoea', basalLh: 1.1 }, plan: { gonadotropin: 'hMG' } },
      { fields: { cyclePattern: 'amenorrhoea', basalLh: 1.2 } },
    ],
  ],
  [
    'C38',
    [
      { instead: iui, monitoring: { folliclesOver14mm: 4 } },
      { fields: { pcos: true }, instead: { ...iui, startingDose: 112.5 } },
    ],
    [
      { instead: iui, monitoring: { folliclesOver14mm: 3 } },
      { instead: { ...iui, trigger: 'none' }, monitoring: { folliclesOver14mm: 5 } },
      { fields: { pcos: true }, instead: { ...iui, startingDose: 100 } },
      { monitoring: { folliclesOver14mm: 9 } },
    ],
  ],
  [
    'C39',
    [
      { instead: { ...clomifene, oralDose: 152.5 } },
      { fields: { ovulationInductionCycles: 6 }, instead: clomifene },
      { instead: { ...letrozole, oralDose: 10 } },
    ],
    [
      { fields: { ovulationInductionCycles: 5 }, instead: { ...clomifene, oralDose: 150 } },
      { fields: { ovulationInductionCycles: 6 }, instead: { ...letrozole, oralDose: 7.5 } },
    ],
  ],
  [
    'C40',
    [
      { fields: { egfr: 29 }, plan: { adjuvant: 'metformin' } },
      { fields: { valveDisease: true }, plan: { adjuvant: 'cabergoline' } },
    ],
    [
      { fields: { egfr: 30 }, plan: { adjuvant: 'metformin' } },
      { fields: { egfr: 'not done' }, plan: { adjuvant: 'metformin' } },
      { fields: { valveDisease: true }, plan: { adjuvant: 'metformin' } },
    ],
  ],
  [
    'C41',
    [
      { fields: { endometriomaSize: 40, amh: 1.1 }, instead: { strategy: 'surgery first' } },
      { fields: { endometriomaSize: 40, endometriosisSurgery: true }, instead: { strategy: 'surgery first' } },
    ],
    [
      { fields: { endometriomaSize: 40, amh: 1.2 }, instead: { strategy: 'surgery first' } },
      { fields: { endometriomaSize: 40, amh: 0.5, uterus: 'septum' }, instead: { strategy: 'surgery first' } },
      { fields: { endometriomaSize: 40, amh: 0.5 } },
    ],
  ],
  [
    'C42',
    [{ fields: { bmi: 40 } }],
    [
      { fields: { bmi: 39.9 } },
      { fields: { bmi: 41 }, reasoning: '先行减重，取卵麻醉会诊。' },
      { fields: { bmi: 41 }, instead: frozen },
    ],
  ],
  [
    'C42w',
    [{ fields: { bmi: 35 } }, { fields: { bmi: 18.4 } }, { fields: { bmi: 41 }, instead: frozen }],
    [
      { fields: { bmi: 34.9 } },
      { fields: { bmi: 18.5 } },
      { fields: { bmi: 36 }, reasoning: 'Weight loss is advised alongside.' },
      { fields: { bmi: null } },
    ],
  ],
  [
    'C43',
    [
      { fields: { femaleAge: 46 } },
      { fields: { femaleAge: 50 }, reasoning: 'The couple has been counselled.' },
      { fields: { femaleAge: 55 }, instead: frozen },
    ],
    [
      { fields: { femaleAge: 45 } },
      { fields: { femaleAge: 47 }, reasoning: 'The couple has been counselled on the chance of own eggs.' },
      { fields: { femaleAge: 54 }, instead: frozen },
    ],
  ],
  [
    'C43w',
    [{ fields: { femaleAge: 43 } }],
    [
      { fields: { femaleAge: 42 } },
      { fields: { femaleAge: 44 }, reasoning: 'Donor eggs were declined.' },
      { fields: { femaleAge: 44 }, reasoning: '已告知供卵选择。' },
    ],
  ],
  [
    'C44',
    [{ instead: { strategy: 'donor eggs' } }, { fields: { married: false, cancer: 'none' }, instead: preservation }],
    [
      { fields: { jurisdiction: 'EU' }, instead: { strategy: 'donor eggs' } },
      { fields: { married: false, cancer: 'other' }, instead: preservation },
      { fields: { married: null, cancer: 'none' }, instead: preservation },
    ],
  ],
  [
    'C45',
    [
      { fields: { infectionScreen: 'outdated' } },
      { fields: { infectionScreen: 'not done' } },
      { fields: { hiv: true, separateLaboratory: false } },
    ],
    [
      { fields: { infectionScreen: null } },
      { fields: { hepatitisB: true, separateLaboratory: true } },
      { fields: { infectionScreen: 'missing' }, instead: { strategy: 'treat first' } },
    ],
  ],
  [
    'C46',
    [
      { fields: { failedTransfers: 2 }, reasoning: 'Repeated implantation failure: PGT-A.' },
      { fields: { failedTransfers: 1 }, reasoning: '反复种植失败。' },
    ],
    [
      { fields: { failedTransfers: 3 }, reasoning: 'Repeated implantation failure: PGT-A.' },
      { fields: { failedTransfers: 2 }, reasoning: 'This is not RIF.' },
      { fields: { failedTransfers: null }, reasoning: 'RIF.' },
    ],
  ],
  [
    'C47',
    [{ plan: { adjuvant: 'DHEA' } }, { plan: { adjuvant: 'aspirin' } }],
    [
      { plan: { adjuvant: 'metformin' } },
      { fields: { antiphospholipidSyndrome: true }, plan: { adjuvant: 'aspirin' } },
    ],
  ],
  [
    'C48',
    [{ plan: { suppression: 'none' } }],
    [{ plan: { protocol: 'mild', suppression: 'none' } }, { plan: { suppression: 'antagonist, flexible' } }],
  ],
  [
    'C49',
    [
      { instead: frozen },
      { fields: inStore, instead: { ...frozen, embryos: '3' } },
      { plan: { spermSource: 'frozen, ejaculated' } },
      { fields: { afc: 1 }, plan: { fertilisation: 'IVF and ICSI split' } },
      { reasoning: 'Repeat the last protocol.' },
      { reasoning: '沿用上周期方案。' },
    ],
    [
      { fields: inStore, instead: frozen },
      { fields: { frozenEmbryos: null }, instead: frozen },
      { fields: { frozenSperm: null }, plan: { spermSource: 'frozen, ejaculated' } },
      { plan: { fertilisation: 'IVF and ICSI split' } },
      { fields: { previousIvfCycles: 1 }, reasoning: 'Repeat the last protocol.' },
    ],
  ],
  [
    'C50',
    [
      { plan: { strategy: 'IUI' } },
      { instead: { strategy: 'IVF', protocol: 'natural', startingDose: 300 } },
      { instead: { ...iui, transfer: 'fresh, day 5' } },
      { plan: { protocol: 'mild', suppression: 'none', startingDose: 225 } },
      { plan: { transfer: 'frozen, day 5' } },
      { plan: { trigger: 'none' } },
    ],
    [
      { instead: iui },
      { instead: { strategy: 'IVF', protocol: 'natural', trigger: 'none' } },
      { instead: { startingDose: 150 } },
      { plan: { protocol: 'mild', suppression: 'none', startingDose: 150 } },
      { fields: inStore, instead: frozen },
    ],
  ],
  [
    'C51',
    [
      { fields: { thromboembolism: true } },
      { fields: { ...inStore, antiphospholipidSyndrome: true }, instead: frozen },
    ],
    [
      { fields: { thromboembolism: true, thrombosisProphylaxis: true } },
      { fields: { thromboembolism: true }, reasoning: 'Enoxaparin 40 mg from the first day.' },
      { fields: { thromboembolism: true }, reasoning: '低分子肝素预防。' },
      { fields: { thromboembolism: true }, instead: { ...frozen, endometrialPreparation: 'natural' } },
    ],
  ],
  [
    'C52',
    [{ fields: { cancer: 'hormone-dependent, oncologist agrees' }, instead: preservation }],
    [
      { fields: { cancer: 'other' }, instead: preservation },
      {
        fields: { cancer: 'hormone-dependent, oncologist agrees' },
        instead: { ...preservation, adjuvant: 'letrozole' },
      },
      {
        fields: { cancer: 'hormone-dependent, oncologist agrees' },
        instead: preservation,
        reasoning: 'Tamoxifen is given alongside.',
      },
    ],
  ],
]

function caseOf({ fields, plan, instead, reasoning = null, monitoring }: Differs): PlanCase {
  const parts = Object.entries({ ...(instead ?? sound), ...plan })
  const stated = parts.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]))
  return {
    fields: { ...ordinary, ...fields },
    plan: Object.fromEntries(stated),
    reasoning,
    ...(monitoring && { monitoring }),
  }
}

const checkOf = new Map(planChecks.map(check => [check.id, check]))

test.each(cases)('%s fires on its cases and not on the near misses', (id, firing, near) => {
  const check = checkOf.get(id)
  expect(firing.length * near.length).toBeGreaterThan(0)
  for (const differs of firing) expect(check?.fires(caseOf(differs)), JSON.stringify(differs)).toBe(true)
  for (const differs of near) expect(check?.fires(caseOf(differs)), JSON.stringify(differs)).toBe(false)
})

test('planChecks has all 52 numbers in order, each id once, and both kinds of cases for every id', () => {
  const ids = planChecks.map(({ id }) => id)
  expect(new Set(ids).size).toBe(ids.length)
  const numbers = [...new Set(ids.map(id => Number(id.slice(1, 3))))]
  expect(numbers).toEqual(Array.from({ length: 52 }, (_, i) => i + 1))
  expect(cases.map(([id]) => id)).toEqual(ids)
})

test('planChecks of a milder degree are warnings, and every check says what is wrong as a clause', () => {
  for (const { id, severity, says, source } of planChecks) {
    if (id.endsWith('w')) expect(severity, id).toBe('warning')
    expect(says.endsWith('.') || source === '', id).toBe(false)
    expect(/^[A-Z][a-z]/.test(says), `${id} ${says}`).toBe(false)
  }
})

test('no check fires on an ordinary couple with a sound plan', () => {
  expect(planChecks.filter(check => check.fires(caseOf({}))).map(({ id }) => id)).toEqual([])
})

test('cases name fields, values, layers and options that exist', () => {
  const fields = new Map(infertility.fields.map(field => [field.name, field]))
  const layers = new Map(infertility.decisionLayers.map(layer => [layer.name, layer]))
  for (const differs of cases.flatMap(([, firing, near]) => [...firing, ...near])) {
    const given = caseOf(differs)
    for (const [name, value] of Object.entries(given.fields)) {
      const field = fields.get(name)
      expect(field, name).toBeDefined()
      if (field?.values && value !== null && value !== 'not done') expect(field.values, name).toContain(value)
    }
    for (const [name, value] of Object.entries(given.plan)) {
      const layer = layers.get(name)
      expect(layer, name).toBeDefined()
      if (layer && layer.type !== 'numeric') expect(layer.options, name).toContain(value)
    }
  }
})

test('factsOf computes the facts of a record once', () => {
  const fields = { amh: 5 }
  expect(factsOf(fields)).toBe(factsOf(fields))
  expect(factsOf(fields).response).toBe('high')
  expect(factsOf({ amh: 0.5 }).response).toBe('low')
})
