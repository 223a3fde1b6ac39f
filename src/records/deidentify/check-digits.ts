/** @file The check digits of numbers that carry one, by which an identifier is told from a number that looks like it. */

const digitsOf = (text: string): number[] => [...text.replace(/\D/g, '')].map(Number)

/** Whether the digits pass the Luhn test (ISO/IEC 7812-1), as those of bank cards do; fewer than two digits fail. */
export function passesLuhn(text: string): boolean {
  const digits = digitsOf(text).reverse()
  if (digits.length < 2 || digits.every(digit => digit === 0)) return false
  const sum = digits.reduce((total, digit, index) => {
    const weighed = index % 2 === 0 ? digit : digit * 2
    return total + (weighed > 9 ? weighed - 9 : weighed)
  }, 0)
  return sum % 10 === 0
}

/** Whether ten digits are an NHS number of England and Wales by its check digit (modulus 11); any other count fails. */
export function isNhsNumber(text: string): boolean {
  const digits = digitsOf(text)
  if (digits.length !== 10) return false
  const sum = digits.slice(0, 9).reduce((total, digit, index) => total + digit * (10 - index), 0)
  // A remainder of 10 is never issued, and equals no digit.
  return (11 - (sum % 11)) % 11 === digits[9]
}
