import { createHash } from 'node:crypto';
import type { Event } from '../histories/event.ts';
import { type Exam, exams } from '../histories/exams.data.ts';
import type { Chart } from './chart.ts';

type Examined = Extract<Event, { kind: 'exam' }>;

/** What the report and the pictures of one exam have in common. */
export interface Examination {
  exam: Exam;
  accession: string;
  /** Study Instance UID: under 2.25, from a UUID (PS3.5 B.2). */
  study: string;
  /** FHIR dateTime. */
  started: string;
  findings: string;
  conclusion: string;
}

const digest = (text: string): bigint =>
  BigInt(`0x${createHash('sha256').update(text).digest('hex').slice(0, 32)}`);

/** The same person, exam and day always give the same numbers. */
export function examinationOf(
  { exam: key, daysAgo, variant }: Examined,
  { person, calendar }: Chart,
): Examination {
  const exam: Exam = exams[key];
  const number = digest(`${person.id}|${key}|${calendar.on(daysAgo)}`);
  return {
    exam,
    accession: `DEMO${String(number % 10_000_000_000n).padStart(10, '0')}`,
    study: `2.25.${number}`,
    started: calendar.at(daysAgo, 11, 20),
    findings: exam.findings[variant] ?? exam.findings[0]!,
    conclusion: exam.conclusions[variant] ?? exam.conclusions[0]!,
  };
}
