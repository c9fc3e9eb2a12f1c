import type { Resource } from '@continuum/standards-fhir';
import type { AccessRequest } from './access-request.ts';
import { type Agent, type Appointing, appoint, dismiss } from './agents.ts';
import { attempt } from './attempt.ts';
import { type Authorization, acceptConditions, suspendForCase, suspendOrResume } from './authorizations.ts';
import type { Answer, AuthorizationDeps, Caller } from './deps.ts';
import { type Designating, type Designation, designate, endDesignation } from './designations.ts';
import { type Established, establish } from './establish.ts';
import { changeHandover, type Handing, type HandoverChange } from './handovers.ts';
import { type Leaver, type Leaving, type Left, leave, previewLeaving } from './leaving/leavers.ts';
import {
  changeRequest,
  proposeGrant,
  type RequestChange,
  type Requesting,
  submitRequest,
  withdraw,
} from './requests.ts';
import { type Reviewed, reviewAll } from './review/keep-reviewing.ts';
import { askRenewal, remind, renew } from './review/renewals.ts';
import { answerReview, type Review, type ReviewAnswer } from './review/reviews.ts';

import {
  type ChosenQuestions,
  type SecurityAnswer,
  setSecurityAnswers,
} from './self-service/security-answers.ts';
import {
  type AskedUnblocking,
  type AskingUnblocking,
  askUnblocking,
  questionsFor,
  type Unblocking,
} from './self-service/unblocking-ask.ts';
import { changeUnblocking, type UnblockingChange } from './self-service/unblockings.ts';

export type { AuthorizationDeps } from './deps.ts';
export { actorCounts, type InForce, inForceOf, organizationsWith } from './in-force.ts';
export { isIdentityVerified, keyActsOf } from './key-acts.ts';
export { keyReachOf } from './key-reach.ts';
export { heldBy } from './offices.ts';

/** Access authorizations: each method is one step of somebody’s, taken or refused. */
export interface Authorizations {
  designate(asked: Designating, by: Caller): Promise<Answer<Designation>>;
  endDesignation(id: string, reason: string, by: Caller): Promise<Answer<Designation>>;
  appoint(asked: Appointing, by: Caller): Promise<Answer<Agent>>;
  dismiss(id: string, reason: string, by: Caller): Promise<Answer<Agent>>;
  submit(asked: Requesting, by: Caller): Promise<Answer<AccessRequest>>;
  changeRequest(id: string, change: RequestChange, by: Caller): Promise<Answer<AccessRequest>>;
  /** What whoever accepts a request signs with their own key, before they do. */
  proposeGrant(id: string, by: Caller): Promise<Answer<Resource>>;
  withdraw(
    asked: { organization: string; practitioner: string; reason: string },
    by: Caller,
  ): Promise<Answer<AccessRequest>>;
  changeHandover(id: string, change: HandoverChange, by: Caller): Promise<Answer<Handing>>;
  accept(id: string, version: string, by: Caller): Promise<Answer<Authorization>>;
  suspendOrResume(
    id: string,
    event: 'suspend' | 'resume',
    reason: string,
    by: Caller,
  ): Promise<Answer<Authorization>>;
  /** A measure that a case of surveillance decided: everything in force of that person. No address leads here. */
  suspendForCase(practitioner: string, reason: string, by: Caller): Promise<Answer<number>>;
  leave(leaver: Leaver, by: Caller): Promise<Answer<Left>>;
  /** What would end: nothing is changed. */
  previewLeaving(leaver: Omit<Leaver, 'reason'>, by: Caller): Promise<Answer<Leaving>>;
  /** Asks for the same authorization until later: its GAA. */
  renew(id: string, ends: string, by: Caller): Promise<Answer<AccessRequest>>;
  /** Asks the GAA for that: its holder. */
  askRenewal(id: string, by: Caller): Promise<Answer<{ ends: string }>>;
  /** Asks the holder to renew the certificate of their key. */
  remind(id: string, by: Caller): Promise<Answer<{ ends: string }>>;
  /** Chooses one’s security questions, once one’s key was proved. */
  setSecurityAnswers(answers: SecurityAnswer[], by: Caller): Promise<Answer<ChosenQuestions>>;
  /** On the public page: which questions a name is asked, whether or not somebody bears it. */
  questionsFor(userName: string): Promise<string[]>;
  /** On the public page: the same is said whatever was answered, and whoever it is. */
  askUnblocking(asked: AskingUnblocking, by: Caller): Promise<AskedUnblocking>;
  changeUnblocking(id: string, change: UnblockingChange, by: Caller): Promise<Answer<Unblocking>>;
  answerReview(id: string, given: ReviewAnswer, by: Caller): Promise<Answer<Review>>;
  /** The platform’s own look at all of them: what is over, what ends soon, what is to be reviewed. */
  review(): Promise<Reviewed>;
  /** Without the workflow, on the machine itself: no address leads here. */
  establish(asked: Established, by: Caller): Promise<Answer<Authorization>>;
}

/** The workflow over the database: one transaction a step, with its event and its line in the journal. */
export function createAuthorizations(deps: AuthorizationDeps): Authorizations {
  return {
    designate: (asked, by) => attempt(deps, by, 'designation-designate', at => designate(at, asked)),
    endDesignation: (id, reason, by) =>
      attempt(deps, by, 'designation-end', at => endDesignation(at, id, reason)),
    appoint: (asked, by) => attempt(deps, by, 'agent-appoint', at => appoint(at, asked)),
    dismiss: (id, reason, by) => attempt(deps, by, 'agent-end', at => dismiss(at, id, reason)),
    submit: (asked, by) => attempt(deps, by, 'request-submit', at => submitRequest(at, asked)),
    changeRequest: (id, change, by) =>
      attempt(deps, by, `request-${change.event}`, at => changeRequest(at, id, change)),
    proposeGrant: (id, by) => attempt(deps, by, 'request-accept', at => proposeGrant(at, id)),
    withdraw: (asked, by) => attempt(deps, by, 'request-withdraw', at => withdraw(at, asked)),
    changeHandover: (id, change, by) =>
      attempt(deps, by, `handover-${change.event}`, at => changeHandover(at, id, change)),
    accept: (id, version, by) =>
      attempt(deps, by, 'authorization-accept', at => acceptConditions(at, id, version)),
    suspendOrResume: (id, event, reason, by) =>
      attempt(deps, by, `authorization-${event}`, at => suspendOrResume(at, id, event, reason)),
    renew: (id, ends, by) => attempt(deps, by, 'renew', at => renew(at, id, ends)),
    askRenewal: (id, by) => attempt(deps, by, 'ask-renewal', at => askRenewal(at, id)),
    remind: (id, by) => attempt(deps, by, 'remind', at => remind(at, id)),
    setSecurityAnswers: (answers, by) =>
      attempt(deps, by, 'security-questions', at => setSecurityAnswers(at, answers)),
    questionsFor: userName => questionsFor(deps, userName),
    askUnblocking: (asked, by) => askUnblocking(deps, asked, by),
    changeUnblocking: (id, change, by) =>
      attempt(deps, by, `unblocking-${change.event}`, at => changeUnblocking(at, id, change)),
    answerReview: (id, given, by) =>
      attempt(deps, by, `review-${given.event}`, at => answerReview(at, id, given)),
    review: () => reviewAll(deps, deps.reviewMonths),
    previewLeaving: (leaver, by) => attempt(deps, by, leaver.why, at => previewLeaving(at, leaver)),
    suspendForCase: (practitioner, reason, by) =>
      attempt(deps, by, 'authorization-suspend-for-case', at => suspendForCase(at, practitioner, reason)),
    leave: (leaver, by) => attempt(deps, by, leaver.why, at => leave(at, leaver)),
    establish: (asked, by) => attempt(deps, by, 'establish', at => establish(at, asked)),
  };
}

export { keepSending } from './mail/keep-sending.ts';
export { outboxOf } from './mail/outbox.ts';
export { keepReviewing } from './review/keep-reviewing.ts';

/** Folder of this room's migrations, for the migrator. */
export const migrations = new URL('./migrations/', import.meta.url);
