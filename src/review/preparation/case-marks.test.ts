/** @file Which values a reviewer sees marked, field by field: what is clinical, and no wish, habit or means. */
import { expect, test } from 'vitest'
import { builtIn, type Field, type FieldValue } from '../../specialty/index.ts'
import { caseSheet } from './case-sheet.ts'

const { infertility } = builtIn
const nothing = Object.fromEntries(infertility.fields.map(({ name }) => [name, null]))

/** The row of one recorded value; null when it is unremarkable and stands in a row with others. */
const rowOf = (field: Field, value: FieldValue) =>
  caseSheet({ ...infertility, fields: [field] }, { [field.name]: value }, 'conventional')
    .groups.flatMap(({ rows }) => rows)
    .find(row => row.field === field.name) ?? null

/** Every value of a category or flag; of a number, every one on a fine grid over its hard range. */
function valuesOf({ type, values = [], range: [low, high] = [0, 0] }: Field): readonly (string | number | boolean)[] {
  if (type === 'flag') return [false, true]
  if (type === 'category') return values
  const step = high - low > 100 ? 1 : 0.1
  return Array.from({ length: Math.floor((high - low) / step) + 1 }, (_, i) => Number((low + i * step).toPrecision(8)))
}

/** What is marked of a field, and the range beside it. */
function described(field: Field): string {
  const marked = valuesOf(field).flatMap(value => {
    const row = rowOf(field, value)
    return row === null || row.mark === null ? [] : [{ value, mark: row.mark, usual: row.usual }]
  })
  const usual = rowOf(field, valuesOf(field).at(-1)!)?.usual ?? ''
  const say = ['low', 'high', 'abnormal'].flatMap(mark => {
    const own = marked.filter(one => one.mark === mark).map(({ value }) => value)
    if (own.length === 0) return []
    const isNumber = field.type === 'number'
    return [`${mark} ${isNumber ? (mark === 'low' ? `up to ${own.at(-1)}` : `from ${own[0]}`) : own.join(' | ')}`]
  })
  return `${field.name}: ${[...(usual === '' ? [] : [`usual ${usual}`]), ...say].join(', ') || '-'}`
}

test('caseSheet marks of every field what is outside of its reference range or an abnormal finding', () => {
  expect(infertility.fields.map(described).join('\n')).toMatchInlineSnapshot(`
    "femaleAge: -
    bmi: usual 18.5 to 24.9, low up to 18.4, high from 25
    height: usual ≥ 150, low up to 149.9
    smoking: -
    infertilityDuration: -
    infertilityType: -
    gravidity: -
    parity: -
    miscarriages: abnormal from 2
    ectopicPregnancies: abnormal from 1
    terminations: -
    pretermBirth: abnormal true
    caesareanScar: abnormal true
    cyclePattern: abnormal oligomenorrhoea | amenorrhoea
    cycleLength: usual 24 to 35, low up to 23, high from 36
    ovulationInductionCycles: -
    ovulatedOnInduction: -
    iuiCycles: -
    amh: usual 1.2 to 5, low up to 1.11, high from 5.01
    afc: usual 5 to 23, low up to 4.9, high from 23.1
    basalFsh: usual ≤ 10, high from 10.1
    basalLh: usual 1.2 to 10, low up to 1.1, high from 10.1
    basalEstradiol: usual ≤ 80, high from 81
    progesterone: usual ≤ 1.5, high from 1.55
    prolactin: usual ≤ 25, high from 25.5
    prolactinTreated: -
    tsh: usual 0.4 to 4, low up to 0.31, high from 4.01
    freeT4: usual 0.8 to 1.8, low up to 0.7, high from 1.9
    thyroidAntibodies: abnormal true
    thyroidTreated: -
    testosterone: usual ≤ 60, high from 61
    dheas: -
    androstenedione: -
    hydroxyprogesterone: -
    fastingGlucose: usual 60 to 100, low up to 59, high from 101
    fastingInsulin: -
    hba1c: usual ≤ 5.6, high from 5.7
    ca125: usual ≤ 35, high from 36
    vitaminD: -
    tubalStatus: abnormal one blocked | both blocked | removed
    hydrosalpinx: abnormal one side | both sides
    hydrosalpinxOnUltrasound: abnormal true
    hydrosalpinxTreated: -
    endometriosis: abnormal stage I-II | stage III-IV
    endometriomaSize: abnormal from 1
    endometriomaBilateral: abnormal true
    endometriosisSurgery: -
    adenomyosis: abnormal true
    pcos: abnormal true
    pcosPhenotype: -
    hyperandrogenism: abnormal true
    ovarianSurgery: abnormal true
    gonadotoxicTherapy: abnormal true
    ovarianInsufficiencyInFamily: abnormal true
    fmr1: abnormal premutation
    uterus: abnormal polyp | submucous myoma | intramural myoma | septum | adhesions | severe adhesions | caesarean niche | chronic endometritis | unicornuate | absent
    uterineFindingSize: -
    cavityFluid: abnormal true
    endometrialThickness: usual ≥ 7, low up to 6.9
    maleAge: -
    maleSmoking: -
    varicocele: abnormal true
    cryptorchidism: abnormal true
    vasectomy: abnormal true
    ejaculatoryDisorder: abnormal true
    semenVolume: usual ≥ 1.4, low up to 1.3
    spermConcentration: usual ≥ 16, low up to 15
    progressiveMotility: usual ≥ 30, low up to 29.9
    totalMotility: usual ≥ 42, low up to 41.9
    vitality: usual ≥ 54, low up to 53.9
    normalForms: usual ≥ 4, low up to 3.9
    abstinence: -
    dnaFragmentation: usual ≤ 25, high from 25.1
    azoospermia: abnormal obstructive | non-obstructive
    spermRetrieval: abnormal no sperm found
    frozenSperm: -
    maleFsh: usual ≤ 10, high from 10.1
    testisVolume: usual ≥ 12, low up to 11.9
    femaleKaryotype: abnormal balanced translocation | other
    maleKaryotype: abnormal balanced translocation | 47,XXY | other
    yMicrodeletion: abnormal AZFa | AZFb | AZFc
    monogenicDisorder: abnormal true
    previousIvfCycles: -
    protocolAtLastCycle: -
    doseAtLastCycle: -
    eggsAtLastCycle: -
    matureEggsAtLastCycle: -
    fertilisedAtLastCycle: -
    blastocystsAtLastCycle: -
    lastCycleCancelled: abnormal poor response | OHSS risk | premature ovulation
    poorResponseCycles: abnormal from 1
    fertilisationFailure: abnormal true
    emptyFollicles: abnormal true
    prematureLhSurge: abnormal true
    ohssBefore: abnormal mild or moderate | severe
    failedTransfers: abnormal from 3
    frozenEmbryos: -
    frozenEmbryoStage: -
    frozenEuploid: -
    frozenEggs: -
    hypertension: abnormal true
    diabetes: abnormal true
    thromboembolism: abnormal true
    antiphospholipidSyndrome: abnormal true
    thrombosisProphylaxis: -
    cancer: abnormal hormone-dependent | hormone-dependent, oncologist agrees | other
    heartDisease: abnormal true
    valveDisease: abnormal true
    organFailure: abnormal true
    egfr: -
    lupus: abnormal true
    acuteInfection: abnormal true
    unexplainedBleeding: abnormal true
    untreatedLesion: abnormal true
    pregnancyTest: abnormal positive
    hepatitisB: abnormal true
    hiv: abnormal true
    infectionScreen: -
    separateLaboratory: -
    jurisdiction: -
    fertilityPreservation: -
    wantsAneuploidyTesting: -
    wantsFreshTransfer: -
    acceptsDonor: -
    limitedBudget: -
    married: -"
  `)
})

test('caseSheet marks the concentration of a man far below the limit of the WHO, and no wish', () => {
  const fields = {
    ...nothing,
    spermConcentration: 7.7,
    wantsFreshTransfer: true,
    abstinence: 7,
    tubalStatus: 'removed',
  }
  const rows = caseSheet(infertility, fields, 'conventional').groups.flatMap(group => group.rows)
  const row = (name: string) => rows.find(({ field }) => field === name)
  expect(row('spermConcentration')).toMatchObject({ value: '7.7', mark: 'low', usual: '≥ 16' })
  expect(row('wantsFreshTransfer')).toMatchObject({ value: 'yes', mark: null, usual: '' })
  expect(row('abstinence')).toMatchObject({ value: '7', mark: null, usual: '' })
  expect(row('tubalStatus')).toMatchObject({ value: 'removed', mark: 'abnormal' })
})
