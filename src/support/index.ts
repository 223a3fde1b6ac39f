/** @file What every folder may use: errors, files, artifacts, randomness, the clock, progress. */
export {
  abandonArtifact,
  beginArtifact,
  earlierManifest,
  finishArtifact,
  listFiles,
  type Manifest,
  pendingSeconds,
  postponeArtifact,
  readManifest,
  readPending,
  stopArtifact,
} from './artifact.ts'
export { seconds, secondsBetween, timestamp, timestampIn, utcInstant } from './clock.ts'
export { codeVersion, packageVersion } from './code-version.ts'
export { counted } from './counted.ts'
export { type CsvCell, toCsv } from './csv.ts'
export {
  describeWriteError,
  formatPlace,
  InputError,
  InterruptedError,
  type Place,
  PostponedError,
  StudyError,
} from './errors.ts'
export { isInsideFolder, makeFolder, refuseFileAsFolder, removeFolder } from './folders.ts'
export { type LineWriter, lineWriter, readTextFile, syncFolder, writeFileAtomically } from './files.ts'
export { type GrowingLines, growingLines } from './growing-lines.ts'
export { canonicalJson, hashFile, hashJson, type JsonValue, sha256 } from './hash.ts'
export { loadJsonl, readJsonl, resumeJsonl, writeJsonl } from './jsonl.ts'
export { type LockHolder, machineStart, processLockHolder, processStart, takeProcessLock } from './process-lock.ts'
export { newPace, type Pace } from './pace.ts'
export { formatDuration, type Progress, type ProgressTask, silentProgress, streamProgress } from './progress.ts'
export { type RandomStream, randomStream } from './random.ts'
export { secretHex } from './secret.ts'
export { readSettingsFile, type SettingsFile } from './settings-file.ts'
export type { Stage, StageContext, StageCounts } from './stage.ts'
export { closestName, didYouMean, namesInRow } from './suggest.ts'
