/** @file Reasoning text of a synthetic record: rendered from the rules that fired, citing the record's own values. */
import type { FieldValue } from '../../specialty/index.ts'
import { type AdmissibleSet, expectedResponse, type Rule } from '../../specialty/infertility/index.ts'
import type { RandomStream } from '../../support/index.ts'
import type { Choice } from './physician.ts'

type Fields = Readonly<Record<string, FieldValue>>

function capitalised(text: string): string {
  return text[0].toUpperCase() + text.slice(1)
}

/** `a`, `a and b`, `a, b and c`. */
function listed(items: readonly (string | number)[], word: 'and' | 'or' = 'and'): string {
  if (items.length < 2) return items.join('')
  return `${items.slice(0, -1).join(', ')} ${word} ${items[items.length - 1]}`
}

const eggs = (count: FieldValue) => `${count} egg${count === 1 ? '' : 's'}`

/** `18 eggs on 225 IU/day at the last cycle`, without the dose when it is not recorded. */
function lastCycle(fields: Fields): string {
  const dose = fields.doseAtLastCycle === null ? '' : ` on ${fields.doseAtLastCycle} IU/day`
  return `${eggs(fields.eggsAtLastCycle)}${dose} at the last cycle`
}

const markerPhrases: Readonly<Record<string, (fields: Fields) => string>> = {
  amh: fields => `AMH ${fields.amh} ng/mL`,
  afc: fields => `AFC ${fields.afc}`,
  eggsAtLastCycle: lastCycle,
  pcos: () => 'PCOS',
}

/** The reserve markers and the response that they let expect, as a clause. */
function responseClause(random: RandomStream, fields: Fields): string {
  const { response, signs } = expectedResponse(fields)
  const phrases = (names: readonly string[]) => listed(names.map(name => markerPhrases[name](fields)))
  const towards = (way: 'low' | 'high') => signs.filter(sign => sign.towards === way).map(({ field }) => field)
  if (towards('low').length > 0 && towards('high').length > 0) {
    return `${phrases(towards('low'))} and ${phrases(towards('high'))} disagree, so we assume a normal response`
  }
  const recorded = ['amh', 'afc', 'eggsAtLastCycle'].filter(name => fields[name] !== null)
  const cited = signs.length > 0 ? signs.map(({ field }) => field) : recorded
  if (cited.length === 0) return 'no reserve marker is recorded, so we assume a normal response'
  const many = cited.length > 1 || (cited[0] === 'eggsAtLastCycle' && fields.eggsAtLastCycle !== 1)
  const verb = random.choose(many ? ['predict', 'point to'] : ['predicts', 'points to'])
  return `${phrases(cited)} ${verb} a ${response} response`
}

/** Who she is, and the response to expect with the markers for it. */
function openingSentence(random: RandomStream, fields: Fields): string {
  const markers = responseClause(random, fields)
  const duration = `${fields.infertilityDuration} year${fields.infertilityDuration === 1 ? '' : 's'}`
  return random.choose([
    `She is ${fields.femaleAge} with ${duration} of ${fields.infertilityType} infertility; ${markers}.`,
    `${capitalised(String(fields.infertilityType))} infertility for ${duration} at age ${fields.femaleAge}; ${markers}.`,
    `At ${fields.femaleAge}, after ${duration} of ${fields.infertilityType} infertility, ${markers}.`,
  ])
}

const protocolNames: Readonly<Record<string, string>> = {
  antagonist: 'an antagonist protocol',
  'long agonist': 'a long agonist protocol',
  PPOS: 'PPOS',
  mild: 'mild stimulation',
}

const bare = (name: string) => name.replace(/^an? /, '')

/** The sentence of a physician who departed: what the rules leave open, and that something else was chosen. */
function departureSentence(random: RandomStream, usual: string, chosen: string): string {
  return random.choose([
    `The usual rule would be ${usual}; the physician departed from it and chose ${chosen}.`,
    `Here the physician departed from the usual rule (${usual}) and chose ${chosen}.`,
  ])
}

/** The rule that tells why a protocol was chosen: that on PPOS when PPOS it is, else the one that admits fewest. */
function protocolReason({ value, admissible }: Choice): Rule {
  const permission = admissible.fired.find(({ id }) => value === 'PPOS' && id === '2.05')
  const admits = (rule: Rule) => ('options' in rule.admits ? rule.admits.options.length : Number.POSITIVE_INFINITY)
  return permission ?? [...admissible.fired].sort((a, b) => admits(a) - admits(b))[0]
}

/** Why a protocol other than the recommended one: concedes the recommendation, then gives the choice its own reason. */
function habitDespite(random: RandomStream, fields: Fields, { by, value }: Choice, says: string): string {
  if (by === 'preference') return `Although ${says}, the physician has more experience with the ${value} and chose it.`
  const experience = random.choose([
    `this clinic's programme and experience are with the ${value}`,
    `this clinic's programme is built on the ${value}`,
  ])
  return `Although ${says}, ${experience}, so at ${fields.femaleAge} we use it.`
}

function protocolSentence(random: RandomStream, fields: Fields, choice: Choice): string {
  const name = protocolNames[choice.value]
  const { options } = choice.admissible
  if (choice.by === 'departure') {
    return departureSentence(
      random,
      listed(
        options.map(option => protocolNames[option]),
        'or',
      ),
      name,
    )
  }
  const reason = protocolReason(choice)
  if (reason.recommends !== undefined && choice.value !== reason.recommends)
    return habitDespite(random, fields, choice, reason.says)
  const says = capitalised(reason.says)
  if (choice.by === 'only') return `${says}, so we use ${name}.`
  if (choice.by === 'preference') {
    const others = options.filter(option => option !== choice.value).map(option => protocolNames[option])
    return `${says}; with ${listed(others)} open too, the physician preferred ${name}.`
  }
  if (choice.value === 'PPOS') return `${says}, so we use PPOS.`
  return `${says}; ${random.choose(['we choose', 'our habit is', 'we use'])} ${name}.`
}

/** The record's value behind a dose rule, in brackets; empty for a class rule and for what the opening has told. */
function evidence(rule: Rule, fields: Fields): string {
  if (rule.id.startsWith('3.06')) return ` (here ${fields.bmi} kg/m2)`
  const { signs } = expectedResponse(fields)
  const told = signs.length === 0 || signs.some(({ field }) => field === 'eggsAtLastCycle')
  return 'changeFrom' in rule.admits && !told ? ` (${lastCycle(fields)})` : ''
}

/** A rule that was set aside, and why: no dose goes that far, or the last response asks for something else. */
function setAsideClause(rule: Rule, fields: Fields, { options, fired, setAside }: AdmissibleSet): string {
  const says = `${rule.says}${evidence(rule, fields)}, but`
  const change = [rule, ...fired, ...setAside].map(({ admits }) => admits).find(admits => 'changeFrom' in admits)
  const [least, most] = change?.by ?? [0, 0]
  if ('changeFrom' in rule.admits) {
    const end = least > 0 ? 'highest' : most < 0 ? 'lowest' : 'nearest'
    return `${says} ${options[0]} IU/day is the ${end} open`
  }
  return `${says} the last response asks for ${least > 0 ? 'a higher' : most < 0 ? 'a lower' : 'the same'} dose`
}

function doseSentence(random: RandomStream, fields: Fields, choice: Choice): string {
  const { options, fired, setAside } = choice.admissible
  const dose = `${choice.value} IU/day`
  const range = options.length === 1 ? `${options[0]} IU/day` : `${options[0]}-${options[options.length - 1]} IU/day`
  if (choice.by === 'departure') return departureSentence(random, range, dose)
  // Mild stimulation says all there is to say of the dose; a class rule beside it would only confuse.
  const mild = fired.some(({ id }) => id === '2.12m')
  const told = mild ? fired.filter(({ id, admits }) => id === '2.12m' || 'changeFrom' in admits) : fired
  const clauses = [
    ...told.map(rule => `${rule.says}${evidence(rule, fields)}`),
    ...setAside.map(rule => setAsideClause(rule, fields, choice.admissible)),
  ]
  const says = capitalised(clauses.join('; '))
  if (choice.by === 'only') return `${says}, so ${random.choose(['she starts at', 'the dose is'])} ${dose}.`
  if (choice.by === 'preference') return `${says}; within this the physician preferred ${dose}.`
  const place =
    choice.value === options[0] ? 'lower' : choice.value === options[options.length - 1] ? 'upper' : 'middle'
  const part = place === 'middle' ? 'the middle' : `the ${place} end`
  return `${says}; at ${fields.femaleAge} we take ${part}, ${dose}.`
}

/** `48 M/mL with 52 % progressive motility`, whichever is recorded. */
function semen(fields: Fields): string {
  const { spermConcentration: concentration, progressiveMotility: motility } = fields
  const parts = [
    concentration === null ? '' : `${concentration} M/mL`,
    motility === null ? '' : `${motility} % progressive motility`,
  ].filter(Boolean)
  return parts.join(' with ')
}

function fertilisationSentence(random: RandomStream, fields: Fields, choice: Choice): string {
  const { fired, options } = choice.admissible
  const found = semen(fields)
  const retrieved = fields.spermSource === 'surgically retrieved'
  const subject = random.choose(['Semen', 'The semen sample'])
  const values = retrieved || found === '' ? '' : `${subject} shows ${found}; `
  if (choice.by === 'departure') {
    return `${values}${lowered(departureSentence(random, listed(options, 'or'), String(choice.value)), values)}`
  }
  if (fired.length > 0) {
    const reason = `${fired[0].says}, so we use ${choice.value}.`
    return values === '' ? capitalised(reason) : `${values}${reason}`
  }
  const complete = fields.spermConcentration !== null && fields.progressiveMotility !== null
  const open = complete
    ? 'this lies between the limits and leaves IVF and ICSI open'
    : `${found === '' ? 'no semen values are' : 'the other value is not'} recorded, so IVF and ICSI are open`
  const verb = choice.by === 'preference' ? 'the physician preferred' : 'we choose'
  return `${values === '' ? capitalised(open) : `${values}${open}`}; ${verb} ${choice.value}.`
}

/** Text that continues a sentence begun by `before`: its first letter small, unless nothing came before. */
function lowered(text: string, before: string): string {
  return before === '' ? text : text[0].toLowerCase() + text.slice(1)
}

/**
 * Reasoning for a decision in five short sentences (55-145 words, mostly under 100): the couple and the expected response, one
 * sentence a layer from the rules that fired, the decision. Every number is the record's own, a rule's or the
 * decision's. Where the physician departed from the rules the text says so and gives no reason for it.
 */
export function renderReasoning(random: RandomStream, fields: Fields, choices: readonly Choice[]): string {
  const [protocol, dose, fertilisation] = choices
  const name = bare(protocolNames[protocol.value])
  const plan = random.choose([
    `Decision: ${name}, ${dose.value} IU/day, ${fertilisation.value}.`,
    `We therefore plan ${protocolNames[protocol.value]} at ${dose.value} IU/day and ${fertilisation.value}.`,
    `The plan is ${protocolNames[protocol.value]}, ${dose.value} IU/day, with ${fertilisation.value}.`,
  ])
  return [
    openingSentence(random, fields),
    protocolSentence(random, fields, protocol),
    doseSentence(random, fields, dose),
    fertilisationSentence(random, fields, fertilisation),
    plan,
  ].join(' ')
}
