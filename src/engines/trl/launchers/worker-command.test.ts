/** @file The command line and the variables of the worker. */
import { expect, test } from 'vitest'
import { launcherConfig, shardingConfig } from './config.ts'
import { queueName } from './job-files.ts'
import { keptVariables } from './kept-variables.ts'
import { quoteForShell } from './shell.ts'
import { placeProcesses, workerCommand, workerEnvironment } from './worker-command.ts'

const job = { folder: '/study/job', name: 'sft', python: '/env/bin/python', processes: 1 }

test('workerCommand: Python for one process, torchrun for several', () => {
  expect(workerCommand(job, 1, { by: 'one-node' }, 300)).toEqual(['/env/bin/python', '-m', 'bedside_trl', 'run.json'])
  const four = { ...job, processes: 4 }
  expect(workerCommand(four, 4, { by: 'one-node' }, 300).join(' ')).toBe(
    '/env/bin/python -m torch.distributed.run --standalone --nproc-per-node 4 --max-restarts 0 --shutdown-timeout 290 -m bedside_trl run.json',
  )
  const meeting = { by: 'c10d', nodes: 2, endpoint: 'n1:29500', id: 'j7' } as const
  expect(workerCommand(four, 2, meeting, 300).join(' ')).toContain(
    '--nnodes 2 --rdzv-backend c10d --rdzv-endpoint n1:29500 --rdzv-id j7 --nproc-per-node 2',
  )
  expect(workerCommand(four, 2, { by: 'environment' }, 300).join(' ')).not.toMatch(/--n(nodes|proc)|rdzv/)
})

test('workerEnvironment: offline always, a divided model only where several processes train', () => {
  const alone = workerEnvironment(job, '/study/job', 'zero3')
  expect(alone).toMatchObject({ HF_HUB_OFFLINE: '1', HF_HUB_DISABLE_TELEMETRY: '1', PYTHONPATH: '/study/job/worker' })
  expect(Object.keys(alone).filter(name => name.startsWith('ACCELERATE'))).toEqual([])
  expect(workerEnvironment({ ...job, processes: 2 }, '/study/job', 'zero3')).toMatchObject({
    ACCELERATE_DEEPSPEED_ZERO_STAGE: '3',
  })
})

test('a job with a key tells it to its worker, and is another one in the queue', () => {
  expect(workerEnvironment({ ...job, key: 'k1' }, '/study/job', 'none')).toMatchObject({ BEDSIDE_JOB_KEY: 'k1' })
  const names = [job, { ...job, key: 'k1' }, { ...job, key: 'k2' }, { ...job, folder: '/other/job', key: 'k1' }]
  expect(new Set(names.map(queueName)).size).toBe(4)
  expect(queueName({ ...job, key: 'k1' })).toBe(queueName({ ...job, key: 'k1' }))
})

test('placeProcesses: one process on one node, others shared evenly, a GPU for each', () => {
  expect(placeProcesses(job, 4, undefined, 'f')).toEqual({ nodes: 1, perNode: 1, gpus: 1 })
  expect(placeProcesses(job, 4, 0, 'f').gpus).toBe(0)
  expect(placeProcesses({ ...job, processes: 8 }, 2, undefined, 'f')).toEqual({ nodes: 2, perNode: 4, gpus: 4 })
  expect(() => placeProcesses({ ...job, processes: 3 }, 2, undefined, 'f')).toThrow(
    'field "trl.processes": expected processes that 2 nodes share evenly, got 3; choose a multiple of 2',
  )
  expect(() => placeProcesses({ ...job, processes: 8 }, 2, 2, 'f')).toThrow(
    'a GPU for each of the 4 processes of a node',
  )
})

test('keptVariables: what programs need, no key of another service', () => {
  const kept = keptVariables({
    PATH: '/bin',
    CUDA_VISIBLE_DEVICES: '1',
    HF_TOKEN: 'h',
    VLLM_API_KEY: 'v',
    AWS_PROFILE: 'a',
  })
  expect(kept).toEqual({ PATH: '/bin', CUDA_VISIBLE_DEVICES: '1' })
})

test('quoteForShell quotes what a shell would read otherwise', () => {
  expect(quoteForShell('/env/bin/python3.11')).toBe('/env/bin/python3.11')
  expect(quoteForShell("it's $HOME")).toBe("'it'\\''s $HOME'")
  expect(quoteForShell('')).toBe("''")
})

test('launcherConfig: local unless a cluster is named, one cluster, no option that Bedside sets itself', () => {
  expect(launcherConfig.parse(undefined)).toBe('local')
  expect(shardingConfig.parse(undefined)).toBe('none')
  expect(launcherConfig.parse({ slurm: { partition: 'gpu' } })).toEqual({
    slurm: { partition: 'gpu', nodes: 1, saveSeconds: 300, restarts: 50, setup: [], extra: [] },
  })
  const wrong = [
    {},
    { slurm: {}, ray: { address: 'http://127.0.0.1:8265' } },
    { slurm: { partition: 'a b' } },
    { slurm: { partition: 'gpu\n#SBATCH --wrap=x' } },
    { slurm: { time: 'tomorrow' } },
    { slurm: { extra: ['--signal=KILL'] } },
    { slurm: { extra: ['--comment=a\nrm -r x'] } },
    { slurm: { setup: ['a\nb'] } },
    { ray: { address: 'http://me:secret@head:8265' } },
    { kubeflow: { namespace: 'Big', image: 'i', volume: { claim: 'c', folder: '/d' } } },
  ]
  for (const given of wrong) expect(launcherConfig.safeParse(given).success, JSON.stringify(given)).toBe(false)
})
