/** @file Specialties that a YAML file declares. */
export { namedEntries } from './named-entries.ts'
export { placeInDeclaration, readRegisterSpecialty } from './read-register.ts'
