/**
 * @file A stand-in for kubectl and a cluster with Kubeflow Trainer: TrainJobs are files, their conditions are set by the
 * test. It answers in kubectl's words and exit codes.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { type StandInPrograms, standInPrograms } from './stand-in-program.ts'

/** The stand-in, and what a test does in the place of the cluster. */
export interface KubectlStandIn extends StandInPrograms {
  /** What was applied under a name. */
  applied(name: string): {
    readonly spec: { readonly trainer: { readonly command: string[]; readonly args: string[] } }
  }
  /** Sets the status of a TrainJob. */
  status(name: string, status: object, metadata?: object): void
}

/** Makes the stand-in with no TrainJob. */
export function kubectlStandIn(): KubectlStandIn {
  const programs = standInPrograms()
  const cluster = join(programs.folder, 'cluster')
  mkdirSync(cluster)
  programs.put(
    'kubectl',
    `cd '${cluster}'
while case "$1" in --*) true;; *) false;; esac; do shift; done
verb=$1; name=$3
unknown() { echo "Error from server (NotFound): trainjobs.trainer.kubeflow.org \\"$name\\" not found" >&2; exit 1; }
case $verb in
  apply)
    file=\${2#--filename=}
    name=$(sed -n 's/^  name: //p' "$file" | head -n 1)
    cp "$file" "$name.yaml"; [ -e "$name.json" ] || echo '{"metadata":{}}' >"$name.json"
    echo "trainjob.trainer.kubeflow.org/$name created";;
  get) [ -e "$name.json" ] || unknown; cat "$name.json";;
  delete)
    [ -e "$name.json" ] || { case "$*" in *--ignore-not-found*) exit 0;; *) unknown;; esac; }
    rm "$name.json" "$name.yaml"; echo "trainjob.trainer.kubeflow.org \\"$name\\" deleted";;
  logs) cat pods.log 2>/dev/null || echo "No resources found in clinic namespace." >&2;;
esac`,
  )
  return {
    ...programs,
    applied: name => parse(readFileSync(join(cluster, `${name}.yaml`), 'utf8')),
    status(name, status, metadata = {}) {
      writeFileSync(join(cluster, `${name}.json`), JSON.stringify({ metadata, status }))
    },
  }
}
