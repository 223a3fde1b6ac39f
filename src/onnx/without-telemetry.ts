/**
 * @file Keeps ONNX Runtime silent. Its builds from 1.29 on report their use to their maker, and keep what they could not
 * report in the user's cache folder, unless this variable is set before the runtime begins; no call of its API does it.
 */

// Read once, when the runtime begins.
process.env['ORT_DISABLE_TELEMETRY'] = '1'
