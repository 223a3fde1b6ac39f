/** @file English: how a review was prepared, and what its record says of how it went. */

/** Kinds of reshaping, as they are named in `reshaping.jsonl`; another language names each. */
const reshaping: Readonly<Record<string, string>> = {}
const incidents: Readonly<Record<string, string>> = {
  'knows the case': 'a rater knew the case',
  'recognised the author': 'a rater recognised the author',
  'was told': 'a rater was told the source',
  emergency: 'a key holder was told one slot in an emergency',
}

/** Preparation and record of a served review. */
export const served = {
  material: {
    title: 'What raters see',
    prepared: (cases: string, arms: string) =>
      `The review is prepared: ${cases} cases with the plans of ${arms}. Its judgements are not exported yet, so nothing here speaks of raters.`,
    template:
      'Every plan, the recorded decision too, goes through one template: the same headings, the same decisions in the same order, reasons in paragraphs of four sentences. What a text says is not changed.',
    checkedBy: (who: string) => `The reshaping was checked by ${who}.`,
    unchecked: 'The reshaping was not checked by a clinician.',
    caption: 'Preparation of the review',
    item: 'Item',
    value: 'Value',
    items: {
      cases: 'Cases',
      couples: 'Couples',
      training: 'Training cases, never analysed',
      texts: 'Plans',
      reshaped: 'Plans that were reshaped',
      equal: 'Cases in which two arms have the same plan, word for word',
      found: 'Places that could tell the source, after redaction',
      hints: 'Of these hints, which need no decision',
      redacted: 'Places taken out',
      accepted: 'Places accepted with a reason',
      open: 'Places without a decision: cases cannot be given out',
      unused: 'Decisions that fit no place',
    },
    stratum: (name: string) => `Cases of stratum ${name}`,
    done: (what: string) => `Reshaping: ${reshaping[what] ?? what}`,
    machine:
      'How well a small classifier tells arms apart from the text of a plan alone, on couples that it has not learnt from: 0.5 is chance, 1 is always. It is what blinding is up against, to be read beside the guesses of raters.',
    machineCaption: (level: string) => `A machine's guess of the arm (area under the curve, ${level} interval)`,
    overall: 'all arms',
    auc: 'Area under the curve',
    median: 'Median length, characters',
    unreadable: 'Plans with a decision that cannot be read',
    named: (share: string, chance: string) => `It names the right arm in ${share} of the plans; by chance ${chance}.`,
  },
  record: {
    title: 'Record of the review',
    intro:
      'From the chain of events in which every act of the review stands, each with the hash of the one before. Whoever owns its folder could write it anew as a whole: that shows only against a head that was noted elsewhere at the time, such as at the lock. People stand by pseudonym.',
    caption: 'What the record says',
    planHash: 'Plan registered, SHA-256',
    planAt: 'Plan entered the chain at',
    amended: (number: string) => `Plan amended, ${number}`,
    amendment: (at: string, by: string, reason: string) => `${at}, ${by}: ${reason}`,
    lastPlan: 'Plan at the unblinding, SHA-256',
    samePlan: 'The registered plan is the one that this analysis follows.',
    otherPlan: 'The registered plan is NOT the one that this analysis follows.',
    openedAt: 'Opened to raters',
    locked: 'Locked',
    unblinded: 'Unblinded',
    twoPeople: (at: string, proposed: string, confirmed: string) =>
      `${at}, proposed by ${proposed}, confirmed by ${confirmed}`,
    signer: (who: string, by: string, at: string) => `${who} (invited by ${by}, ${at})`,
    firstSigner: (who: string) => `${who} (who registered the plan)`,
    invitedAgain: (who: string) => `New link after the opening, for ${who}`,
    invitedAgainValue: (at: string, by: string, judged: string) =>
      `${at}, made by ${by}; judgements given or changed since by a rater who had judged before: ${judged}`,
    noInvitedAgain: 'New links after the opening',
    reason: 'Reason for unblinding',
    compared: 'Exported files',
    comparedWith: (chain: boolean): string =>
      chain ? 'are those whose hashes the chain holds' : 'are unchanged since the export; not compared with the chain',
    chain: 'Chain before the export',
    head: (sequence: string, hash: string) => `event ${sequence}, ${hash}`,
    raters: 'Raters',
    incident: (what: string) => `Not blind: ${incidents[what] ?? what}`,
    incidentValue: (at: string, by: string, withdrawn: string, judged: string) =>
      `${at}, ${by}; slots withdrawn: ${withdrawn}, of them judged before: ${judged}`,
    noIncidents: 'Reports of unblinding',
    none: 'none',
    leftOut: {
      withdrawn: 'Slots withdrawn, in all',
      withdrawnJudged: 'Of the slots withdrawn, judged before',
      training: 'Judgements of training cases, left out',
      laterGuesses: 'Second guesses of the same plan, left out',
      notJudged: 'Slots not judged, without the withdrawn',
    },
  },
}
