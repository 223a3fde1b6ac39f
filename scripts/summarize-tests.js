/**
 * @file Ends a CI run: names what failed or was skipped, and prints `N passed, N failed` as the last line.
 * Arguments: vitest's JSON report, and the exit code of the test run. Exits 1 when anything failed or nothing ran.
 */
import { existsSync, readFileSync } from 'node:fs'

const [report, status] = process.argv.slice(2)
const files = existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')).testResults : []
const root = `${process.cwd()}/`
let passed = 0
const failed = []
for (const { name, status: fileStatus, message, assertionResults } of files) {
  const file = name.replace(root, '')
  for (const test of assertionResults) {
    if (test.status === 'passed') passed++
    else failed.push(`${test.status}: ${file} > ${test.fullName.trim()}`)
  }
  // A file that could not even be loaded has no tests of its own to report.
  if (fileStatus === 'failed' && assertionResults.length === 0)
    failed.push(`failed: ${file}: ${message.split('\n')[0]}`)
}
if (passed + failed.length === 0) failed.push('no test ran')
else if (status !== '0' && failed.length === 0) failed.push(`the test run ended with exit code ${status}`)
for (const line of failed) process.stdout.write(`${line}\n`)
process.stdout.write(`${passed} passed, ${failed.length} failed\n`)
process.exitCode = failed.length === 0 ? 0 : 1
