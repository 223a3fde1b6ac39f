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
  [
    'Korean',
    '임신 여부,획득 난자 수,출산 여부,임신반응검사,아기집,태낭 수,태아 심박동,임신결과,분만 주수,신생아 체중,시술 결과',
  ],
  [
    'hCG as a result, in English',
    'hCG day 14,Day 14 hCG,D14 hCG,hCG D14,hCG_d14,hCG (day 14),14d hCG,hCG 12dp5dt,β-hCG,ß-hCG,β hCG,bhCG,betahCG,B-HCG,beta hCG,serum hCG,hCG Y/N,hCG +ve day 14,hCG (mIU/mL),HCG IU/L,Beta,Beta 1,1st beta,Beta day 14',
  ],
  ['hCG as a result, in Chinese', '移植后14天HCG,HCG第14天,14天HCG,第14天血HCG,血β-hCG,D14HCG,β-HCG,HCG定量,尿妊,查孕'],
  ['hCG as a result, in Korean', '이식 후 14일 hCG,14일 hCG,베타 hCG,혈중 hCG,hCG 수치,hCG 결과,1차 피검'],
  [
    'tests and scans in short',
    'Preg test,Preg,Preg (Y/N),UPT,HPT,FHB,FHR,FHS,FH on scan,GS,GS on scan,No. of GS,Sacs,G-sac,Yolk sac,Fetal cardiac activity,7 wk scan,Viability scan,CRL,EDD,Due date,预产期,FHB值,原始心管搏动,孕囊数',
  ],
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
  ['in Korean', '임신력,유산력,이전 임신,분만력,출산 횟수'],
  ['what may be in store', '冻胚数,冻存胚胎数,Frozen embryos'],
])('infertilityOutcomeNamed tells history, and says that it reads like an outcome: %s', (_, text) => {
  for (const name of names(text)) expect([name, infertilityOutcomeNamed(name)]).not.toEqual([name, null])
  expect(names(text).filter(refused)).toEqual([])
})

test('infertilityOutcomeNamed leaves other columns alone', () => {
  const chinese =
    'HCG扳机,HCG日,HCG针,HCG注射日,HCG用量,HCG剂量(IU),年龄,窦卵泡数,基础卵泡数,精液总量,精子总数,移植日期,取卵日期,HCG日期,扳机药,HCG扳机剂量,受精方式,受精,移植,Gn起始剂量,总睾酮,内膜厚度,OHSS风险,冻存卵数,月经周期,备注,剖宫产史,基础E2,受孕方式,不孕年限,黄体支持,取卵次数,孕次,产次,精子,周期号'
  const english =
    'hCG trigger dose,hCG (IU),Beta blocker,Beta thalassaemia,Beta cell,hCG dose,hCG dose (IU),hCG trigger day 12,hCG given day 12,hCG day,hCG injection,hCG luteal support,hCG 10000 IU,FSH day 3,Day 3 LH,D2 E2,FH,HR,GnRH,Scan date,PGS,BMI (kg/m2),AMH,AFC,hCG trigger,Trigger day,Transfer day,Treatment,Semen volume,Total motility,Fertilisation,Donor eggs,Frozen eggs,Embryos to transfer,Luteal,Visit date,E2,LH,OHSS risk,Parity'
  const korean = 'hCG 트리거,hCG 용량,hCG 주사일,심박수,불임 기간,난소 예비력,피부,나이,정자 농도,트리거,기저 FSH'
  expect(names(`${chinese},${english},${korean}`).filter(name => infertilityOutcomeNamed(name) !== null)).toEqual([])
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
