// The rules of the house as imports: who may know whom. `npm run check` runs them; scripts/check.test.ts
// plants a violation of each and sees it named.
const TEST = '\\.test\\.tsx?$|\\.contract\\.ts$|/testing/';
const WORKSPACES = ['lti-tool', 'gateway', 'frontend', 'fixtures', 'scenarios'];

/** A library that has one home: nobody else may import it, not even its types. */
const livesIn = (name, library, home) => ({
  name,
  severity: 'error',
  from: { path: '^(contract|lti-tool|gateway|frontend|fixtures|scenarios)/', pathNot: `${home}|${TEST}` },
  to: { path: `node_modules/${library}/` },
});

const mayNotReach = (workspace) => {
  const allowed = workspace === 'scenarios' ? ['scenarios', 'fixtures'] : [workspace];
  return {
    name: 'no-workspace-imports-another',
    severity: 'error',
    from: { path: `^${workspace}/` },
    to: { path: `^(${WORKSPACES.filter((other) => !allowed.includes(other)).join('|')})/` },
  };
};

export default {
  forbidden: [
    {
      name: 'contract-imports-nothing-of-ours',
      severity: 'error',
      from: { path: '^contract/' },
      to: { path: `^(${WORKSPACES.join('|')}|scripts)/` },
    },
    {
      name: 'contract-does-no-io',
      severity: 'error',
      from: { path: '^contract/src/', pathNot: TEST },
      to: { pathNot: '^contract/src/|node_modules/zod/' },
    },
    ...WORKSPACES.map(mayNotReach),
    {
      name: 'product-imports-no-scripts',
      severity: 'error',
      from: { path: `^(contract|${WORKSPACES.filter((name) => name !== 'scenarios').join('|')})/`, pathNot: TEST },
      to: { path: '^scripts/' },
    },
    {
      name: 'domain-is-pure',
      severity: 'error',
      from: { path: '^([^/]+)/src/domain/', pathNot: TEST },
      // Calendars are computed, not asked for: the library that knows recurrence and time zones reads no clock by itself.
      to: { pathNot: '^contract/src/|^$1/src/domain/|node_modules/(rrule-temporal|temporal-polyfill|temporal-spec)/' },
    },
    {
      name: 'usecases-know-only-domain-and-ports',
      severity: 'error',
      from: { path: '^([^/]+)/src/usecases/', pathNot: TEST },
      to: { pathNot: '^contract/src/|^$1/src/(domain|usecases|ports)(/|\\.ts$)' },
    },
    {
      name: 'ports-know-no-adapter',
      severity: 'error',
      from: { path: '^([^/]+)/src/ports(/|\\.ts$)', pathNot: TEST },
      to: { path: '^$1/src/', pathNot: '^$1/src/(domain|ports)(/|\\.ts$)' },
    },
    {
      name: 'adapters-are-apart',
      severity: 'error',
      from: { path: '^lti-tool/src/adapters/([^/]+)/', pathNot: TEST },
      to: { path: '^lti-tool/src/adapters/', pathNot: '^lti-tool/src/adapters/$1/' },
    },
    {
      name: 'only-main-constructs-adapters',
      severity: 'error',
      from: { path: '^lti-tool/src/', pathNot: `^lti-tool/src/(main[^/]*\\.ts$|adapters/)|${TEST}` },
      to: { path: '^lti-tool/src/adapters/' },
    },
    {
      name: 'nothing-imports-main',
      severity: 'error',
      from: { path: '^(lti-tool|gateway|fixtures)/src/', pathNot: `/main[^/]*\\.ts$|${TEST}` },
      to: { path: '/main[a-z-]*\\.ts$' },
    },
    livesIn('mediasoup-has-one-home', 'mediasoup', '^gateway/src/(media|recording)/'),
    livesIn('ltijs-has-one-home', 'ltijs', '^lti-tool/src/adapters/lti/'),
    livesIn('mongoose-has-one-home', 'mongoose', '^lti-tool/src/adapters/mongo/'),
    livesIn('ffmpeg-has-one-home', 'fluent-ffmpeg', '^gateway/src/recording/ffmpeg\\.ts$'),
    livesIn(
      'react-has-one-home',
      '(react|react-dom|react-i18next|react-aria-components|lucide-react|@tanstack/react-query)',
      '^frontend/src/(views|ui)/',
    ),
    livesIn('mediasoup-client-has-one-home', 'mediasoup-client', '^frontend/src/links/media-link[^/]*\\.ts$'),
    {
      name: 'no-circles',
      comment: 'Types may refer to each other; running code that does cannot be loaded in a known order.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    { name: 'everything-resolves', severity: 'error', from: {}, to: { couldNotResolve: true, pathNot: '\\.(css|svg|png|woff2)|\\?' } },
  ],
  options: {
    doNotFollow: { path: 'node_modules/(?!@liveclass/)' },
    exclude: { path: '/dist/' },
    // Types count: a type of a library in the wrong place is the library's shape in the wrong place.
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json'],
    },
    combinedDependencies: true,
  },
};
