/** @file Where the controller no longer knows a job: accounting, the job's own account, nothing. Against stand-ins. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { slurmLauncher } from '../../src/engines/trl/launchers/slurm.ts'
import { countingJob } from './jobs.ts'
import { standInPrograms } from './stand-in-program.ts'

const config = { nodes: 1, gpusPerNode: 0, saveSeconds: 30, restarts: 3, setup: [], extra: [] }
const forgotten = 'echo "slurm_load_jobs error: Invalid job id specified" >&2; exit 1'
const job = countingJob({ steps: 1, pause: 0 })

test('accounting says how a job ended that the controller forgot', async () => {
  const programs = standInPrograms()
  programs.put('scontrol', forgotten)
  programs.put('sacct', 'echo "OUT_OF_MEMORY|0:125"')
  const state = await slurmLauncher('none', config, programs.environment).state('7', job)
  expect(state).toEqual({ is: 'failed', problem: 'its node ran out of memory' })
  expect(programs.calls()[1]).toBe('sacct --jobs 7 --allocations --noheader --parsable2 --format=State,ExitCode')
})

test.each([
  ['without accounting', 'echo "Slurm accounting storage is disabled" >&2; exit 1'],
  ['with accounting that does not know it', 'true'],
])('%s the job has left its own account, or is lost', async (_, sacct) => {
  const programs = standInPrograms()
  programs.put('scontrol', forgotten)
  programs.put('sacct', sacct)
  const launcher = slurmLauncher('none', config, programs.environment)
  writeFileSync(join(job.folder, 'exit-code'), '7 0\n')
  expect(await launcher.state('7', job)).toEqual({ is: 'ended' })
  // The account of another start of the job is none of this one's.
  expect(await launcher.state('8', job)).toEqual({ is: 'lost' })
})

test('a controller that does not answer says nothing about the job', async () => {
  const programs = standInPrograms()
  for (const name of ['scontrol', 'squeue']) {
    programs.put(name, 'echo "slurm_load_jobs error: Unable to contact slurm controller (connect failure)" >&2; exit 1')
  }
  const launcher = slurmLauncher('none', config, programs.environment)
  const line =
    /^\w+: SLURM does not answer \(Unable to contact slurm controller.*\); the job goes on, run the same command again$/
  await expect(launcher.state('7', job)).rejects.toThrow(line)
  await expect(launcher.submit(job)).rejects.toThrow(line)
})

test('accounting that is on and fails leaves the job as it is', async () => {
  const programs = standInPrograms()
  programs.put('scontrol', forgotten)
  programs.put('sacct', 'echo "sacct: error: Problem talking to the database: Connection refused" >&2; exit 1')
  const launcher = slurmLauncher('none', config, programs.environment)
  await expect(launcher.state('9', job)).rejects.toThrow(/^sacct: .*Problem talking to the database/)
})
