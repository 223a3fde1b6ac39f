import { expect, test } from 'vitest'
import { scanText } from './scan-text.ts'

test.each([
  ['주민번호 900101-2123456', '주민번호 [national id]'],
  ['900101 - 2****** 확인', '[national id] 확인'],
  ['9001012123456', '[national id]'],
  ['주민등록번호: 900101', '주민등록번호: [national id]'],
  ['010-1234-5678로 연락', '[phone]로 연락'],
  ['010 1234 5678, 01098765432', '[phone], [phone]'],
  ['+82-10-1234-5678', '[phone]'],
  ['02-123-4567', '[phone]'],
  ['연락처 12345678', '연락처 [phone]'],
  ['차트번호 700100', '차트번호 [record number]'],
  ['생년월일 900101', '생년월일 [birth date]'],
  ['2023년 3월 5일 채취', '[date] 채취'],
  ['여권번호 M12345678', '여권번호 [passport]'],
])('scanText(%s) is %s', (text, clean) => {
  expect(scanText(text).text).toBe(clean)
})

test.each([
  '난소기능 정상, 길항제 225 IU.',
  '불임 기간 2년 3개월, 3월 초 시작',
  'AMH 1.2, AFC 10-12, FSH 7.1',
  '난포 18-17-16 mm',
  '정자 농도 15000000, 운동성 45',
])('scanText leaves %s alone', text => {
  expect(scanText(text).text).toBe(text)
})

test('a Korean name of the row is taken out of its text, also before a particle, and no syllables of a word are', () => {
  const known = [
    { text: '김지우', kind: 'name' },
    { text: '민호', kind: 'name' },
  ] as const
  expect(scanText('김지우가 왔다. 남편 민호와 국민호텔', known).text).toBe('[name]가 왔다. 남편 [name]와 국민호텔')
})
