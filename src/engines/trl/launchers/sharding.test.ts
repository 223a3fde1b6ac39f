/** @file Our variables beside those that `accelerate launch` makes of the files that TRL brings. */
import { spawnSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { PYTHON, requireTrl } from '../../../../test/trl/python-with-trl.ts'
import { shardingEnvironment } from './sharding.ts'

/** Asks Accelerate; a field that only its own files have is filled in as it would be for TRL's. */
const ASK = `
import json, os, trl
from accelerate.commands.launch import launch_command_parser, _validate_launch_command
from accelerate.utils.launch import prepare_deepspeed_cmd_env, prepare_multi_gpu_env
folder = os.path.join(os.path.dirname(trl.__file__), "accelerate_configs")
answer = {}
for name in ["zero2", "zero3", "fsdp2"]:
    words = ["--config_file", os.path.join(folder, name + ".yaml"), "train.py"]
    settings, _, _ = _validate_launch_command(launch_command_parser().parse_args(words))
    settings.deepspeed_fields_from_accelerate_config = ""
    made = prepare_deepspeed_cmd_env(settings)[1] if name.startswith("zero") else prepare_multi_gpu_env(settings)
    answer[name] = {key: value for key, value in made.items() if key.startswith(("ACCELERATE_", "FSDP_"))}
print(json.dumps(answer))
`

test('shardingEnvironment is what accelerate launch makes of zero2.yaml, zero3.yaml and fsdp2.yaml of TRL', context => {
  requireTrl(context, 'variables of sharding were not compared')
  const asked = spawnSync(PYTHON, ['-c', ASK], { encoding: 'utf8' })
  expect(asked.status, asked.stderr.slice(-2000)).toBe(0)
  const answer = JSON.parse(asked.stdout) as Record<string, Record<string, string>>
  // Precision is in run.json, and nothing is compiled.
  const ours = (name: string) =>
    Object.fromEntries(Object.entries(answer[name]).filter(([key]) => !/MIXED_PRECISION|DYNAMO/.test(key)))
  expect(shardingEnvironment('zero2')).toEqual(ours('zero2'))
  expect(shardingEnvironment('zero3')).toEqual(ours('zero3'))
  expect(shardingEnvironment('fsdp')).toEqual(ours('fsdp2'))
  expect(shardingEnvironment('none')).toEqual({})
})
