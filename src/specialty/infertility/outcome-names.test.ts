import fc from 'fast-check'
import { expect, test } from 'vitest'
import { infertility } from './infertility.ts'
import { infertilityOutcomeNamed } from './outcome-names.ts'

const names = (text: string): string[] => text.split(',').map(name => name.trim())
const refused = (name: string): boolean => {
  const named = infertilityOutcomeNamed(name)
  return named !== null && !named.saysHistory && !named.isField
}

test.each([
  [
    'Chinese',
    '获卵数,取卵数,卵子数,成熟卵数,MII数,MⅡ卵数,2PN数,受精数,受精率,囊胚数,优胚数,优质胚胎数,可用胚胎数,胚胎数,移植胚胎数',
  ],
  [
    'Chinese, later',
    '是否怀孕,临床妊娠,生化妊娠,持续妊娠,妊娠结局,移植后HCG,移植后14天HCG,血HCG,β-HCG,活产,流产,宫外孕',
  ],
  [
    'Chinese, last',
    '冷冻胚胎数,分娩孕周,新生儿体重,双胎,胎心,孕囊数,结局,随访结果,OHSS,是否取消周期,取消原因,Gn天数,Gn用药总量',
  ],
  ['Chinese, of a later day', 'HCG日E2,HCG日内膜厚度,扳机日LH,移植日内膜'],
  [
    'English',
    'Pregnant,Pregnancy,Pregnancy outcome,Clinical pregnancy (Y/N),beta-hCG,hCG result,Live births,liveBirth,Delivery',
  ],
  [
    'English, of eggs',
    'Eggs,No. of oocytes,Oocytes retrieved,MII oocytes,2PN,Fertilization rate,Blastocysts,Good quality embryos,Embryos',
  ],
  ['English, of a later day', 'E2 on hCG day,Peak E2,Trigger day LH,Follicles >14 mm,Stimulation days,Total FSH dose'],
  [
    'English, last',
    'Birth weight,Gestational age,Miscarriage,Cancelled,Outcome,Result,Implantation rate,Fetal heart,Follow-up',
  ],
  ['Korean', '임신 여부,획득 난자 수,출산 여부'],
  ['of this cycle in so many words', '本周期既往获卵数,Pregnancies in this cycle'],
])('infertilityOutcomeNamed knows outcomes: %s', (_, text) => {
  expect(names(text).filter(name => !refused(name))).toEqual([])
})

test.each([
  ['earlier cycles', '上周期获卵数,既往妊娠史,流产次数,既往活产次数,前次妊娠结局,上次移植后HCG,OHSS史,末次妊娠结局'],
  [
    'in English',
    'Previous eggs retrieved,Prior live births,No. of previous pregnancies,Miscarriages,Eggs at last cycle',
  ],
  ['what may be in store', '冻胚数,冻存胚胎数,Frozen embryos'],
])('infertilityOutcomeNamed tells history, and says that it reads like an outcome: %s', (_, text) => {
  for (const name of names(text)) expect([name, infertilityOutcomeNamed(name)]).not.toEqual([name, null])
  expect(names(text).filter(refused)).toEqual([])
})

test('infertilityOutcomeNamed leaves other columns alone', () => {
  const chinese =
    '年龄,窦卵泡数,基础卵泡数,精液总量,精子总数,移植日期,取卵日期,HCG日期,扳机药,HCG扳机剂量,受精方式,受精,移植,Gn起始剂量,总睾酮,内膜厚度,OHSS风险,冻存卵数,月经周期,备注,剖宫产史,基础E2,受孕方式,不孕年限,黄体支持,取卵次数,孕次,产次,精子,周期号'
  const english =
    'BMI (kg/m2),AMH,AFC,hCG trigger,Trigger day,Transfer day,Treatment,Semen volume,Total motility,Fertilisation,Donor eggs,Frozen eggs,Embryos to transfer,Luteal,Visit date,E2,LH,OHSS risk,Parity'
  expect(names(`${chinese},${english}`).filter(name => infertilityOutcomeNamed(name) !== null)).toEqual([])
})

test('infertilityOutcomeNamed refuses no field by its own name, and no layer but by a number of embryos', () => {
  const { fields, decisionLayers } = infertility
  const own = (items: typeof fields | typeof decisionLayers) =>
    items.flatMap(({ name, label, otherWords }) => [name, label, ...(otherWords?.labels ?? [])])
  expect(own(fields).filter(refused)).toEqual([])
  const decided = own(decisionLayers).filter(refused)
  expect(decided.map(name => infertilityOutcomeNamed(name)?.outcome)).toEqual(decided.map(() => 'embryosTransferred'))
})

test('infertilityOutcomeNamed reads the same however a name is spaced and written', () => {
  const spelling = fc.tuple(fc.constantFrom('eggs retrieved', '获卵数', 'clinical pregnancy'), fc.boolean(), fc.nat(2))
  fc.assert(
    fc.property(spelling, ([name, isUpper, around]) => {
      const written = `${' '.repeat(around)}${isUpper ? name.toUpperCase() : name}${around > 1 ? '_' : ''}`
      expect(infertilityOutcomeNamed(written.replace(' r', '_r'))).toEqual(infertilityOutcomeNamed(name))
    }),
    { numRuns: 30 },
  )
})
