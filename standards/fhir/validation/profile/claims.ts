import { isObject, type Node, resourceNode } from '../../fhirpath/node.ts';
import type { Issue } from '../../issue.ts';
import { beginVisit, render, type Visit } from '../visit.ts';
import { checkProfile } from './check.ts';
import type { Profiles } from './registry.ts';

type Path = (string | number)[];

/** Checks the profiles that a resource, and each in it, claims in `meta.profile`; one that is not known is told. */
export function checkClaims(resource: Record<string, unknown>, profiles: Profiles): Issue[] {
  if (!mayClaim(resource)) return [];
  const issues: Issue[] = [];
  const node = resourceNode(resource);
  visitClaims(node, node, [node.shape.name], profiles, issues);
  return issues;
}

/** Most resources neither claim a profile nor hold a resource that might. */
function mayClaim({ meta, contained, resourceType }: Record<string, unknown>): boolean {
  if (contained !== undefined || resourceType === 'Bundle') return true;
  return isObject(meta) && meta.profile !== undefined;
}

/** Checks profiles that someone asks for. One that is not known cannot be checked: that is an error. */
export function checkAsked(
  resource: Record<string, unknown>,
  asked: readonly string[],
  profiles: Profiles,
): Issue[] {
  const node = resourceNode(resource);
  return asked.flatMap((url): Issue[] => {
    if (profiles.find(url)) return checkOne(node, node, [node.shape.name], url, profiles);
    const diagnostics = `The profile ${url.slice(0, 200)} is not known here; the resource was not checked against it.`;
    return [{ severity: 'error', code: 'not-found', expression: node.shape.name, diagnostics }];
  });
}

function visitClaims(node: Node, root: Node, path: Path, profiles: Profiles, issues: Issue[]): void {
  const resource = node.value as Record<string, unknown>;
  const { profile } = isObject(resource.meta) ? resource.meta : {};
  if (Array.isArray(profile)) {
    profile.forEach((url, at) => {
      if (typeof url !== 'string') return;
      const place = render([...path, 'meta', 'profile', at]);
      issues.push(
        ...(profiles.find(url) ? checkOne(node, root, path, url, profiles) : [unknown(url, place)]),
      );
    });
  }
  for (const [inner, at, contained] of within(resource)) {
    if (!isObject(inner)) continue;
    const each = resourceNode(inner);
    visitClaims(each, contained ? root : each, [...path, ...at], profiles, issues);
  }
}

function unknown(url: string, expression: string): Issue {
  const diagnostics = `The profile ${url.slice(0, 200)} is not known here; the resource was not checked against it.`;
  return { severity: 'information', code: 'informational', expression, diagnostics };
}

function checkOne(node: Node, root: Node, path: Path, url: string, profiles: Profiles): Issue[] {
  const begun = beginVisit(node);
  const visit: Visit = { ...begun, path: [...path], context: { ...begun.context, rootResource: root } };
  checkProfile(profiles.find(url)!, node, profiles, visit);
  return visit.issues;
}

/** The resources that stand in a resource, with their places. */
function within({ resourceType, contained, entry }: Record<string, unknown>): Within[] {
  const found = list(contained).map((each, at): Within => [each, ['contained', at], true]);
  if (resourceType !== 'Bundle') return found;
  const carried = list(entry).map((each, at): Within => [each?.resource, ['entry', at, 'resource'], false]);
  return [...found, ...carried];
}

type Within = [resource: unknown, place: Path, contained: boolean];

function list(value: unknown): (Record<string, unknown> | undefined)[] {
  return Array.isArray(value) ? value : [];
}
