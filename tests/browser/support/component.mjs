/** A component larger than most, as people write them: what its page weighs is measured. */

const VERBS = 'Sets Chooses Limits Names Replaces Adds Hides Delays Repeats Signs Uploads Compares'.split(' ');
const OBJECTS =
  'artifact base image branch bucket cache certificate channel chart checksum cluster commit container coverage credential deployment digest environment folder gateway group header host index key label licence log manifest mirror namespace network notice package parallel jobs path platform policy pool port prefix profile proxy queue quota region registry release replica report retry role runner schedule secret severity shard signature snapshot stage suffix tag target template threshold timeout token topic trigger user variable volume window zone'.split(' ');
const REASONS = [
  'Leave it out unless the pipeline of a merge request has to differ from the one of the default branch.',
  'Projects that came over from the old build server still need it.',
  'The default suits services; libraries want less.',
  'Given as `name=value`, or as a file in the repository.',
  'It is read before the job starts, so variables of the job are not known yet.',
  'Ask the platform team before it is raised in production.',
  '',
];

const name = (at) => `${OBJECTS[(at * 7) % OBJECTS.length]}_${OBJECTS[(at * 11 + 3) % OBJECTS.length]}`;

function describe(at) {
  const object = OBJECTS[(at * 13 + 5) % OBJECTS.length];
  return `${VERBS[at % VERBS.length]} the ${object} of the ${OBJECTS[(at * 17 + 9) % OBJECTS.length]}. ${REASONS[at % REASONS.length]}`.trim();
}

const SORTS = [
  (at) => `default: ${OBJECTS[(at * 5) % OBJECTS.length]}`,
  (at) => `type: number\n      default: ${at * 3}`,
  (at) => `type: boolean\n      default: ${at % 2 === 0}`,
  (at) => `type: array\n      default: ["${OBJECTS[at]}/**/*.yml", docs]`,
  (at) => `options: [${OBJECTS[at]}, ${OBJECTS[at + 1]}, ${OBJECTS[at + 2]}, none]\n      default: none`,
  (at) => `regex: ^${OBJECTS[at]}-[a-z0-9]+(-[a-z0-9]+)*$\n      default: ${OBJECTS[at]}-1`,
  () => 'options: [staging, production]',
  (at) => `rules:
        - if: $[[ inputs.${name(6)} ]] == 'production'
          options: [${OBJECTS[at]}, ${OBJECTS[at + 1]}]
          default: ${OBJECTS[at]}
        - options: [none, ${OBJECTS[at + 2]}]
          default: none`,
];

/** The files of a project with one component of `inputs` inputs and as many `versions`. */
export function componentProject(inputs, versions) {
  const rows = Array.from(
    { length: inputs },
    (_, at) => `    ${name(at)}:\n      description: "${describe(at)}"\n      ${SORTS[at % SORTS.length](at)}\n`,
  );
  const releases = Array.from(
    { length: versions },
    (_, at) => `    - { tag: "${versions - at}.${at}.0", released_at: 2026-0${versions - at}-1${at}T09:00:00Z }\n`,
  );
  const folder = 'acme/ci/release';
  return [
    [`${folder}/.portolan.yaml`, `gitlab:\n  web_url: https://gitlab.example.com/${folder}\n  default_branch: main\n  releases:\n${releases.join('')}`],
    [`${folder}/README.md`, '# Release\n\n## Components\n\n### release\n\nBuilds, signs and publishes a release, and tells those who wait for it.\n'],
    [
      `${folder}/templates/release.yml`,
      `spec:\n  inputs:\n${rows.join('')}---\n"release $[[ inputs.${name(6)} ]]":\n  stage: deploy\n  image: releaser:4\n  script:\n    - release --token "$RELEASE_TOKEN"\n`,
    ],
  ];
}

/** The files of `count` projects that include the component, at different versions. */
export function userProjects(count) {
  return Array.from({ length: count }, (_, at) => {
    const folder = `acme/${OBJECTS[at * 2]}/${OBJECTS[at * 3 + 1]}-${at}`;
    const version = ['5.0.0', '4.1.0', '~latest', '3'][at % 4];
    const include = `include:\n  - component: gitlab.example.com/acme/ci/release/release@${version}\n    inputs: { ${name(6)}: staging }\n`;
    return [
      [`${folder}/.gitlab-ci.yml`, include],
      [`${folder}/.portolan.yaml`, `gitlab:\n  web_url: https://gitlab.example.com/${folder}\n`],
    ];
  }).flat();
}
