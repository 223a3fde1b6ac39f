/** @file Names of the columns that are no field: ids of records, couples and persons, and the physicians' reasons. */
import { bare } from './synonyms.ts'

/** In each list the surest names first: of several columns the one is taken that stands first here. */
const RECORD_IDS = [
  'record id',
  'cycle id',
  'cycle no',
  'cycle number',
  'treatment id',
  'treatment no',
  'case id',
  'case no',
  'cycle',
  'careplan.id',
  '周期号',
  '周期编号',
  '周期ID',
  '周期序号',
  '治疗编号',
  '记录号',
  '시술 ID',
  '시술번호',
  '주기번호',
  '사이클번호',
  'id',
  'sl no',
  'serial no',
  'serial number',
  'rownames',
  '序号',
]
const COUPLE_IDS = [
  'couple id',
  'couple no',
  'couple number',
  'couple.id',
  'couple',
  '夫妇编号',
  '夫妻编号',
  '夫妇号',
  '夫妻号',
  '夫妇ID',
  '夫妻ID',
  '配对号',
  '부부 번호',
]
/** Names of the column in which physicians wrote why they decided so; a column of remarks is none, for it may be of any time. */
const REASONS = [
  'reasoning',
  'reasons',
  'reason',
  'rationale',
  'treatment rationale',
  'reason for treatment',
  'reason for plan',
  'reasons for decision',
  'clinical reasoning',
  'decision rationale',
  '理由',
  '决策理由',
  '治疗理由',
  '方案理由',
  '诊疗理由',
  '选择理由',
  '方案选择理由',
  '决策依据',
  '治疗依据',
  '方案依据',
  '制定依据',
  '诊疗思路',
  '治疗思路',
  '方案分析',
  '病情分析',
  '이유',
  '치료 근거',
  '사유',
  '결정 사유',
  '선택 이유',
]
const PERSON_IDS = [
  'patient id',
  'patient.id',
  'patient no',
  'patient number',
  'patient',
  'mrn',
  'patient file no',
  'file no',
  'file number',
  '患者编号',
  '病历号',
  '病案号',
  '病历编号',
  '女方病历号',
  '患者ID',
  '登记号',
  '档案号',
  '就诊号',
  '就诊卡号',
  '환자 번호',
  '환자 ID',
  '등록번호',
  '차트번호',
  '챠트번호',
  '병록번호',
  '진료번호',
]

const reasonsNames = REASONS.map(bare)

/** Of some columns the one that by its name holds the physicians' reasons; undefined when none does. */
export const reasonsColumn = (columns: readonly string[]): string | undefined =>
  columns
    .filter(column => reasonsNames.includes(bare(column)))
    .sort((a, b) => reasonsNames.indexOf(bare(a)) - reasonsNames.indexOf(bare(b)))[0]

const idNames = {
  record: RECORD_IDS.map(bare),
  couple: [...COUPLE_IDS, ...PERSON_IDS].map(bare),
  person: PERSON_IDS.map(bare),
} as const

/** Of some columns the one that most likely holds the ids of records, of couples (or their patients), or of persons alone. */
export function idColumn(columns: readonly string[], of: keyof typeof idNames): string | undefined {
  const rank = (column: string) => idNames[of].indexOf(bare(column))
  return columns.filter(column => rank(column) >= 0).sort((a, b) => rank(a) - rank(b))[0]
}
