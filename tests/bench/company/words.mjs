// The words of a made-up company: names of projects and teams, and what fills the slots of texts and code.

const split = (text) => text.trim().split(/\s+/);

export const GROUPS = split(`commerce payments logistics identity platform data growth content finance support
  mobility energy insight markets travel health studio retail factory research trust media civic harvest harbour`);

export const TEAMS = split(`checkout ledger routing accounts runtime ingest campaigns catalogue invoicing helpdesk
  fleet metering reports pricing booking records editor stores assembly models risk streams permits orchards berths
  search refunds tracking sessions delivery warehouse referrals assets treasury chat`);

export const SUBJECTS = split(`order invoice parcel session cluster event coupon article payout ticket vehicle meter
  report price booking record draft store part model alert stream permit orchard berth basket refund route token
  secret dataset audience image budget reply driver tariff metric quote seat consent layout shelf batch feature
  signal clip licence crate crane wallet mandate depot badge quota lineage survey glossary forecast escalation`);

export const ROLES = split(`gateway worker store router indexer exporter scheduler api importer console renderer
  validator notifier broker mirror collector planner archive resolver proxy operator bridge monitor sync toolkit
  sdk client cli library pipeline dashboard portal simulator registry`);

export const TOPICS = split(`go rust typescript python java kotlin sql kafka postgres redis kubernetes terraform
  grpc graphql openapi frontend backend mobile batch streaming machine-learning observability security internal-tool
  public-api legacy experimental compliance tier-1 tier-2`);

const ADJECTIVES = split(`idempotent regional nightly stale pending encrypted partial upstream downstream internal
  public optional ordered bounded cached signed temporary default incremental verified empty large slow concurrent
  failed duplicate expired readable strict local remote`);

const NOUNS = split(`request queue table bucket consumer producer migration snapshot schema partition replica
  deployment index retry deadline lock lease region tenant customer account webhook payload header cursor page batch
  checkpoint journal cache key secret certificate namespace container image job runner feature flag limit quota
  report record field column row event message topic endpoint client server worker process thread pool connection
  transaction rollback timeout alert dashboard owner release branch tag version`);

const VERBS = split(`reads writes retries validates rejects stores forwards compacts rebuilds drains locks releases
  signs encrypts deduplicates batches indexes exports imports replays publishes consumes ignores rotates restores
  checks splits merges sorts throttles`);

const PLAIN_VERBS = split(`read write retry validate reject store forward compact rebuild drain lock release sign
  encrypt deduplicate batch index export import replay publish consume rotate restore check split merge sort
  throttle load fetch parse open close flush apply resolve`);

const capital = (word) => word[0].toUpperCase() + word.slice(1);
const noun = (draw) => draw.one(NOUNS);
const subject = (draw) => draw.one(SUBJECTS);
const plainVerb = (draw) => draw.one(PLAIN_VERBS);

/** What texts and code may ask for. */
export const SLOTS = {
  noun,
  subject,
  adjective: (draw) => draw.one(ADJECTIVES),
  verb: (draw) => draw.one(VERBS),
  do: plainVerb,
  number: (draw) => String(draw.one([2, 3, 5, 8, 10, 12, 16, 20, 24, 30, 32, 50, 60, 64, 100, 128, 200, 250, 500, 512, 1000, 1024, 4096])),
  share: (draw) => `${draw.whole(1, 98)}.${draw.whole(0, 9)}`,
  version: (draw) => `${draw.whole(0, 6)}.${draw.whole(0, 24)}.${draw.whole(0, 11)}`,
  port: (draw) => String(draw.one([3000, 4000, 5432, 6379, 8080, 8081, 8443, 9000, 9090, 9092])),
  snake: (draw) => `${subject(draw)}_${noun(draw)}`,
  upper: (draw) => `${subject(draw)}_${noun(draw)}`.toUpperCase(),
  camel: (draw) => `${plainVerb(draw)}${capital(noun(draw))}`,
  type: (draw) => `${capital(subject(draw))}${capital(noun(draw))}`,
  kebab: (draw) => `${subject(draw)}-${noun(draw)}`,
  hex: (draw) => draw.hex(12),
  team: (draw) => draw.one(TEAMS),
  day: (draw) => `2026-${String(draw.whole(1, 11)).padStart(2, "0")}-${String(draw.whole(1, 28)).padStart(2, "0")}`,
};
