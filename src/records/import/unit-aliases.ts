/** @file Units as clinics write them, in UCUM's spelling: `IU/L` is `[IU]/L`, `x10E3/uL` is `10*3/uL`, `yrs` is `a`. */

/** Whole units, in small letters without spaces. */
const WHOLE: Readonly<Record<string, string>> = {
  y: 'a',
  yr: 'a',
  yrs: 'a',
  year: 'a',
  years: 'a',
  岁: 'a',
  年: 'a',
  months: 'mo',
  month: 'mo',
  月: 'mo',
  weeks: 'wk',
  week: 'wk',
  days: 'd',
  day: 'd',
  天: 'd',
  hours: 'h',
  hour: 'h',
  inch: '[in_i]',
  inches: '[in_i]',
  in: '[in_i]',
  feet: '[ft_i]',
  ft: '[ft_i]',
  lb: '[lb_av]',
  lbs: '[lb_av]',
  kg: 'kg',
  cm: 'cm',
  cc: 'mL',
  bpm: '/min',
  'beats/min': '/min',
  'breaths/min': '/min',
  mmhg: 'mm[Hg]',
  '°c': 'Cel',
  '°f': '[degF]',
  'mcg/ml': 'ug/mL',
  'meq/l': 'meq/L',
  'm/ml': '10*6/mL',
  'mio/ml': '10*6/mL',
  'million/ml': '10*6/mL',
  'millions/ml': '10*6/mL',
  'kg/m^2': 'kg/m2',
  'kg/m²': 'kg/m2',
  'kg/㎡': 'kg/m2',
}

/** Parts between `/` and `.`, in small letters. */
const PART: Readonly<Record<string, string>> = {
  iu: '[IU]',
  miu: 'm[IU]',
  uiu: 'u[IU]',
  kiu: 'k[IU]',
  mui: 'm[IU]',
  ui: '[IU]',
  day: 'd',
  dl: 'dL',
  ml: 'mL',
  l: 'L',
  ul: 'uL',
  mcg: 'ug',
  ug: 'ug',
  ng: 'ng',
  pg: 'pg',
  pmol: 'pmol',
  nmol: 'nmol',
  umol: 'umol',
  mmol: 'mmol',
}

/** A power of ten in one of the spellings of laboratories: `x10E3`, `10^9`, `10e6`, `×10⁶`. */
function powerOfTen(part: string): string | null {
  const digits = part.replace(/[⁰¹²³⁴-⁹]/g, digit => String('⁰¹²³⁴⁵⁶⁷⁸⁹'.indexOf(digit)))
  const power = /^[x×*]?10(?:[e^]|\*\*?)?(\d{1,2})$/.exec(digits)?.[1]
  return power === undefined ? null : `10*${Number(power)}`
}

/**
 * A unit in UCUM's spelling, as far as its spelling is known; any other text comes back without spaces, so that UCUM
 * itself decides on it. Spelling it twice changes nothing.
 */
export function ucumSpelling(unit: string): string {
  const text = unit.normalize('NFC').replace(/[µμ]/g, 'u').replace(/\s+/g, '')
  const whole = WHOLE[text.toLowerCase()]
  if (whole !== undefined) return whole
  return text
    .split('/')
    .map(part => {
      const small = part.toLowerCase()
      return Object.hasOwn(PART, small) ? PART[small] : (powerOfTen(small) ?? part)
    })
    .join('/')
}
