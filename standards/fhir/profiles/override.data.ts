import { profile, referenceTo } from './build.ts';

/** The override of a restriction: who, of whom, why, and for how long. */
export const overrideProfile = profile({
  id: 'continuum-override',
  name: 'ContinuumOverride',
  title: 'Override of a restriction',
  description:
    'A provider opens for some minutes what a person keeps from them, because their life or integrity is in danger and their consent cannot be had in time: an AuditEvent with its grounds, its author, the person and the period.',
  type: 'AuditEvent',
  element: [
    { id: 'AuditEvent.period', min: 1 },
    { id: 'AuditEvent.period.start', min: 1 },
    { id: 'AuditEvent.period.end', min: 1 },
    { id: 'AuditEvent.purposeOfEvent', min: 3 },
    { id: 'AuditEvent.agent', max: '1' },
    { id: 'AuditEvent.agent.who', min: 1, type: referenceTo('Practitioner') },
    { id: 'AuditEvent.entity', min: 1, max: '1' },
    { id: 'AuditEvent.entity.what', min: 1, type: referenceTo('Patient') },
    { id: 'AuditEvent.entity.detail', min: 1 },
  ],
});
