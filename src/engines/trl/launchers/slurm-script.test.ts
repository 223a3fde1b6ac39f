/** @file The golden job files of SLURM, and its words for states. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { slurmScript } from './slurm-script.ts'
import { stateOfSlurm } from './slurm-state.ts'

const job = {
  folder: '/study/out/policies/sft/job',
  name: 'SFT of arm 1',
  python: '/opt/my env/bin/python',
  processes: 1,
}
const plain = { nodes: 1, gpusPerNode: 0, saveSeconds: 300, restarts: 50, setup: [], extra: [] }
const golden = (name: string) => readFileSync(fileURLToPath(new URL(`fixtures/${name}`, import.meta.url)), 'utf8')

test('slurmScript: one process on one node without a GPU', () => {
  expect(slurmScript(job, 'none', plain)).toBe(golden('one-process.sbatch'))
})

test('slurmScript: eight processes on two nodes, a divided model, options and set-up of the site', () => {
  const config = {
    ...{ partition: 'gpu', account: 'clinic', time: '1-12:00:00', nodes: 2, saveSeconds: 600, restarts: 5 },
    ...{ setup: ['module load cuda/12.8'], extra: ['--constraint=a100', '--exclusive'] },
  }
  expect(slurmScript({ ...job, processes: 8 }, 'zero3', config)).toBe(golden('two-nodes.sbatch'))
})

test('stateOfSlurm: names of sacct and scontrol', () => {
  expect(stateOfSlurm('PENDING', '0:0')).toEqual({ is: 'waiting' })
  expect(stateOfSlurm('COMPLETING', '0:0')).toEqual({ is: 'running' })
  expect(stateOfSlurm('COMPLETED', '0:0')).toEqual({ is: 'ended' })
  expect(stateOfSlurm('CANCELLED by 1000', '0:15')).toEqual({ is: 'failed', problem: 'it was cancelled in the queue' })
  expect(stateOfSlurm('FAILED', '3:0')).toEqual({ is: 'failed', problem: 'it ended with exit code 3' })
  expect(stateOfSlurm('FAILED', '0:9')).toMatchObject({ problem: expect.stringContaining('killed') })
  expect(stateOfSlurm('OUT_OF_MEMORY', '0:125')).toMatchObject({ problem: expect.stringContaining('memory') })
  expect(stateOfSlurm('REVOKED', '0:0')).toEqual({ is: 'failed', problem: 'SLURM says REVOKED' })
})
