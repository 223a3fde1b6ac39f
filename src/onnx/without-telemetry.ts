/**
 * @file Keeps ONNX Runtime silent. Its builds from 1.29 on report their use to their maker, and keep what they could not
 * report in the user's cache folder, unless this variable is set before the runtime begins; no call of its API does it.
 */

/** The variable, which the runtime reads once, when it begins. */
export const TELEMETRY_SWITCH = 'ORT_DISABLE_TELEMETRY'

process.env[TELEMETRY_SWITCH] = '1'
