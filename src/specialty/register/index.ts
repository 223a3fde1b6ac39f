/** @file Specialties that a YAML file declares. */
export { readRegisterSpecialty } from './read-register.ts'
