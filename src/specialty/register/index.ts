/** @file Specialties that a YAML file declares. */
export { refusePrototypeKey } from './prototype-key.ts'
export { placeInDeclaration, readRegisterSpecialty } from './read-register.ts'
