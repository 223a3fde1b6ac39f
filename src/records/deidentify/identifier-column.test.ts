import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { PLANTED_FORMS } from './fixtures/planted-templates.ts'
import { columnMeaning } from './identifier-column.ts'

const done = (column: string) => columnMeaning(column)?.action ?? 'scan'

test('columnMeaning drops every column of identifiers of the planted set', () => {
  const columns = PLANTED_FORMS.flatMap(({ columns }) => columns ?? [])
  expect(columns.length).toBeGreaterThan(50)
  expect(columns.filter(column => done(column) !== 'drop')).toEqual([])
})

test.each([
  ['PatientName', 'name'],
  ['first_name', 'name'],
  ['wife name', 'name'],
  ['女方姓名', 'name'],
  ['主治医生', 'name'],
  ['mobilePhone', 'phone'],
  ['Tel.', 'phone'],
  ['NHSNumber', 'national id'],
  ['HospitalNo', 'record number'],
  ['就诊卡号', 'record number'],
  ['case no', 'record number'],
  ['birthDate', 'birth date'],
  ['出生年月', 'birth date'],
  ['post code', 'address'],
  ['City', 'address'],
  ['户籍地址', 'address'],
  ['床号', 'bed'],
  ['ＱＱ', 'account'],
  ['Partner photo', 'likeness'],
  ['Pt Name', 'name'],
  ['Pat Name', 'name'],
  ['Her name', 'name'],
  ['CNIC', 'national id'],
  ['Aadhaar No', 'national id'],
  ['PAN', 'national id'],
  ['HKID', 'national id'],
  ['NRIC', 'national id'],
  ['Emirates ID', 'national id'],
  ['UID', 'record number'],
  ['OPD No', 'record number'],
  ['EMR No', 'record number'],
  ['Folio', 'record number'],
  ['Contact', 'phone'],
  ['Cell no', 'phone'],
  ['Ph no', 'phone'],
  ['Year of birth', 'birth date'],
  ['姓', 'name'],
  ['姓氏', 'name'],
  ['名', 'name'],
  ['出生', 'birth date'],
  ['联系', 'phone'],
  ['ID号', 'national id'],
  ['门诊ID', 'record number'],
  ['建档号', 'record number'],
  ['ART号', 'record number'],
  ['IVF号', 'record number'],
  ['操作人', 'name'],
  ['录入人', 'name'],
  ['紧急联系', 'name'],
  ['Referred by', 'name'],
  ['Seen by', 'name'],
  ['환자명', 'name'],
  ['배우자명', 'name'],
  ['환자 이름', 'name'],
  ['성명', 'name'],
  ['남편', 'name'],
  ['주치의', 'name'],
  ['휴대폰', 'phone'],
  ['휴대폰번호', 'phone'],
  ['전화번호', 'phone'],
  ['연락처', 'phone'],
  ['주민등록번호', 'national id'],
  ['주민번호(배우자)', 'national id'],
  ['생년월일', 'birth date'],
  ['주소', 'address'],
  ['이메일', 'e-mail'],
  ['차트번호', 'record number'],
  ['등록번호', 'record number'],
  ['환자_ID', 'record number'],
  ['건강보험증번호', 'insurance number'],
])('columnMeaning(%s) is to drop: %s', (column, kind) => {
  expect(columnMeaning(column)).toEqual({ action: 'drop', kind })
})

test.each([
  ['retrieval date', 'shift'],
  ['取卵日期', 'shift'],
  ['LMP', 'shift'],
  ['Date of delivery', 'shift'],
  ['age', 'age'],
  ['femaleAge', 'age'],
  ['女方年龄', 'age'],
  ['Patient age (years)', 'age'],
  ['Partner age', 'age'],
  ['Age, female (years)', 'age'],
  ['Age of female partner at treatment', 'age'],
  ['Age at treatment', 'age'],
  ['年龄（岁）', 'age'],
  ['AMH percentile for age', 'scan'],
  ['Age of embryo (h)', 'scan'],
  ['Sample age (min)', 'scan'],
  ['Oocyte age', 'scan'],
  ['初潮年龄', 'scan'],
  ['Drug name', 'scan'],
  ['药品名称', 'scan'],
  ['protocol name', 'scan'],
  ['Number of previous cycles', 'scan'],
  ['cycle number', 'scan'],
  ['Live births', 'scan'],
  ['birth weight', 'scan'],
  ['gestational age', 'scan'],
  ['Mobile sperm', 'scan'],
  ['Serial beta hCG', 'scan'],
  ['Bed rest after ET', 'scan'],
  ['Progressive mobile', 'scan'],
  ['Partner', 'names'],
  ['Male partner', 'names'],
  ['男方', 'names'],
  ['파트너', 'names'],
  ['Partner smokes', 'scan'],
  ['Partner FSH', 'scan'],
  ['여성나이', 'age'],
  ['남편 나이', 'age'],
  ['내원일', 'shift'],
  ['약품명', 'scan'],
  ['진단명', 'scan'],
  ['초경 나이', 'scan'],
  ['총 출산 횟수', 'scan'],
  ['출생아 수', 'scan'],
  ['남성 요인', 'scan'],
  ['시술 유형', 'scan'],
  ['사유', 'scan'],
  ['성별', 'scan'],
  ['Voice change', 'scan'],
  ['Vehicle control', 'scan'],
  ['Lab', 'scan'],
  ['Cell number day 3', 'scan'],
  ['Sperm retrieved by', 'scan'],
  ['ART number of cycles', 'scan'],
  ['Cells number of blastomeres', 'scan'],
  ['Pan ovarian', 'scan'],
  ['insurance type', 'scan'],
  ['医保类型', 'scan'],
  ['AMH', 'scan'],
  ['cause of infertility', 'scan'],
  ['update', 'scan'],
  ['', 'scan'],
])('columnMeaning(%s) is to %s', (column, action) => {
  expect(done(column)).toBe(action)
})

test('columnMeaning drops no column that the mapping of the HFEA example reads', () => {
  const mapping = readFileSync(new URL('../../../examples/hfea/mapping.yaml', import.meta.url), 'utf8')
  const columns: string[] = []
  const collect = (value: unknown): void => {
    if (value === null || typeof value !== 'object') return
    for (const [key, child] of Object.entries(value)) {
      if (key === 'column') columns.push(String(child))
      else if (key === 'when') columns.push(...Object.keys(child as object))
      collect(child)
    }
  }
  collect(parse(mapping))
  expect(columns.length).toBeGreaterThan(20)
  expect(columns.filter(column => done(column) === 'drop')).toEqual([])
})
