import { type Topic, topics } from './topics.data.ts';

/** Extensions of the R4 backport, by their last word. */
export const backport = (name: string): string =>
  `http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/${name}`;

const fromR5 = (name: string): string =>
  `http://hl7.org/fhir/5.0/StructureDefinition/extension-SubscriptionTopic.${name}`;

/** A topic by its canonical address, with or without a version. */
export const findTopic = (canonical: string): Topic | undefined =>
  topics.find(({ url }) => url === canonical.split('|', 1)[0]);

const trigger = ({ type, filters }: Topic): object[] => [
  {
    url: fromR5('resourceTrigger'),
    extension: [
      { url: 'resource', valueUri: `http://hl7.org/fhir/StructureDefinition/${type}` },
      { url: 'supportedInteraction', valueCode: 'create' },
      { url: 'supportedInteraction', valueCode: 'update' },
    ],
  },
  ...filters.map(filterParameter => ({
    url: fromR5('canFilterBy'),
    extension: [
      { url: 'resource', valueUri: type },
      { url: 'filterParameter', valueString: filterParameter },
    ],
  })),
];

/** A topic as R4 can say it: a Basic with the elements of R5's SubscriptionTopic as extensions. */
const toBasic = (topic: Topic): object => ({
  resourceType: 'Basic',
  id: topic.url.split('/').at(-1),
  extension: [
    { url: fromR5('url'), valueUri: topic.url },
    { url: fromR5('title'), valueString: topic.title },
    { url: fromR5('status'), valueCode: 'active' },
    ...trigger(topic),
  ],
  code: { coding: [{ system: 'http://hl7.org/fhir/fhir-types', code: 'SubscriptionTopic' }] },
});

/** Every topic, as a searchset. */
export const topicBundle = () => ({
  resourceType: 'Bundle',
  type: 'searchset',
  total: topics.length,
  entry: topics.map(topic => ({ fullUrl: topic.url, resource: toBasic(topic), search: { mode: 'match' } })),
});

/** For the CapabilityStatement: which topics there are (R4 backport, topic discovery). */
export const topicExtensions = (): object[] =>
  topics.map(({ url }) => ({
    url: backport('capabilitystatement-subscriptiontopic-canonical'),
    valueCanonical: url,
  }));
