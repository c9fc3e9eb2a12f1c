import type { CodeableConcept } from '@continuum/standards-fhir';
import { read, type Segment } from '@continuum/standards-hl7v2';
import type { Context } from './context.ts';
import { imagingSections, laboratorySections, sections } from './status.data.ts';

const sectionSystem = 'http://terminology.hl7.org/CodeSystem/v2-0074';
const categorySystem = 'http://terminology.hl7.org/CodeSystem/observation-category';

const concept = (system: string, code: string): CodeableConcept => ({ coding: [{ system, code }] });

/** OBR-24. A code outside table 0074 says nothing about the section. */
function sectionOf(obr: Segment): string | undefined {
  const code = read(obr, '24.1')?.trim().toUpperCase();
  return code !== undefined && sections.has(code) ? code : undefined;
}

/** What a laboratory sends is laboratory data, and so is what names no section or one of a laboratory's. */
const isLaboratory = (section: string | undefined, context: Context): boolean =>
  context.laboratory || section === undefined || laboratorySections.has(section);

/** Categories of the report: LAB, and the section when one is named. */
export function reportCategories(obr: Segment, context: Context): CodeableConcept[] {
  const section = sectionOf(obr);
  const named = section && section !== 'LAB' ? [concept(sectionSystem, section)] : [];
  return isLaboratory(section, context) ? [concept(sectionSystem, 'LAB'), ...named] : named;
}

/** Category of the results: laboratory or imaging, or the section itself. */
export function observationCategories(obr: Segment, context: Context): CodeableConcept[] {
  const section = sectionOf(obr);
  if (isLaboratory(section, context)) return [concept(categorySystem, 'laboratory')];
  if (section && imagingSections.has(section)) return [concept(categorySystem, 'imaging')];
  return section ? [concept(sectionSystem, section)] : [];
}
