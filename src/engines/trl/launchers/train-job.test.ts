/** @file The golden manifests of Kubeflow Trainer. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { launcherConfig } from './config.ts'
import { trainJob } from './train-job.ts'

const job = { folder: '/data/study/out/policies/sft/job', name: 'sft', python: 'python', processes: 1 }
const golden = (name: string) => readFileSync(fileURLToPath(new URL(`fixtures/${name}`, import.meta.url)), 'utf8')

/** The checked settings of a cluster. */
function configOf(given: object) {
  const all = {
    namespace: 'clinic',
    image: 'registry.example/trl:1.13',
    volume: { claim: 'study', folder: '/data' },
    ...given,
  }
  const config = launcherConfig.parse({ kubeflow: all })
  if (config === 'local' || !config.kubeflow) throw new Error('expected kubeflow')
  return config.kubeflow
}

test('trainJob: one process without a GPU', () => {
  expect(trainJob(job, 'none', configOf({ gpusPerNode: 0 }))).toBe(golden('one-process.yaml'))
})

test('trainJob: eight processes on two nodes, a queue, resources, a volume that pods have elsewhere', () => {
  const config = configOf({
    ...{ nodes: 2, queue: 'gpu', runtime: 'torch-patient', resources: { cpu: 16, memory: '64Gi' } },
    volume: { claim: 'study', folder: '/data', mountPath: '/shared' },
  })
  expect(trainJob({ ...job, processes: 8 }, 'fsdp', config)).toBe(golden('two-nodes.yaml'))
})

test('trainJob: a folder that pods do not share', () => {
  expect(() => trainJob({ ...job, folder: '/elsewhere/job' }, 'none', configOf({}))).toThrow(
    'field "trl.launcher.kubeflow.volume.folder": expected an output folder below /data, which pods share, got /elsewhere/job',
  )
  expect(() => trainJob({ ...job, folder: '/database/job' }, 'none', configOf({}))).toThrow('below /data')
})
