/** @file Which variables of Bedside's own environment a job gets: what programs need, and no key of another service. */

const KEPT =
  /^(PATH|HOME|USER|LOGNAME|SHELL|LANG|LANGUAGE|LC_\w+|TZ|TMPDIR|LD_LIBRARY_PATH|LIBRARY_PATH|DYLD_\w+|MODULEPATH|MODULESHOME|LOADEDMODULES|BASH_ENV|CUDA_\w+|NVIDIA_\w+|HIP_\w+|ROCR_\w+|HSA_\w+|NCCL_\w+|RCCL_\w+|GLOO_\w+|UCX_\w+|FI_\w+|OMP_\w+|MKL_\w+|OPENBLAS_\w+|TORCH_\w+|TORCHINDUCTOR_\w+|PYTORCH_\w+|TRITON_\w+|VLLM_\w+|DS_\w+|HF_HOME|XDG_\w+|SLURM_CONF|SLURM_CLUSTERS|SBATCH_\w+)$/
const SECRET = /(KEY|TOKEN|SECRET|PASSWORD|CREDENTIAL)/

/** The part of an environment that a job gets; names that look like a secret are left out in any case. */
export function keptVariables(environment: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).filter(
      (entry): entry is [string, string] => entry[1] !== undefined && KEPT.test(entry[0]) && !SECRET.test(entry[0]),
    ),
  )
}
