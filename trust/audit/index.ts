export { canonicalText, type Json } from './canonical.ts';
export { type CompactRange, emptyRange, rangeRoot, withLeaf, withLeaves } from './compact-range.ts';
export { consistencyAfter } from './consistency-after.ts';
export {
  type JournalAction,
  type JournalEntry,
  type JournalFacts,
  type JournalResult,
  type JournalWho,
  whoOf,
} from './entry.ts';
export { inclusionAfter } from './inclusion-after.ts';
export { entryLeaf, entryText } from './leaf.ts';
export {
  consistencyProof,
  emptyRoot,
  type Hash,
  inclusionProof,
  leafHash,
  nodeHash,
  rootOf,
} from './merkle.ts';
export { type Observer, toAuditEvent } from './to-audit-event.ts';
export { type SignedTreeHead, signHead, type TreeHead, verifyHead } from './tree-head.ts';
export { verifyConsistency, verifyInclusion } from './verify.ts';
