// Code as READMEs show it: short pieces in ten languages, composed of statements with slots.

import { fill } from "./draw.mjs";
import { SLOTS } from "./words.mjs";

/** Per language: its name on the fence, how a piece begins and ends, and the statements between. */
const LANGUAGES = [
  {
    name: "go", weight: 4,
    open: ["func @{type1}(ctx context.Context, client *Client) error {", "// @{type1} @{verb} the @{adjective} @{noun}.\nfunc (s *Service) @{type1}(ctx context.Context) (int, error) {"],
    body: [
      "\t@{camel1}, err := client.@{type}(ctx, \"@{kebab}\", @{number})\n\tif err != nil {\n\t\treturn fmt.Errorf(\"@{do} @{noun}: %w\", err)\n\t}",
      "\tfor _, @{subject1} := range s.@{camel} {\n\t\tif @{subject1}.@{type} > @{number} {\n\t\t\tcontinue\n\t\t}\n\t\tcount++\n\t}",
      "\tlog.Info(\"@{noun} @{verb}\", \"@{snake}\", @{number})",
      "\tdefer cancel() // the @{noun} outlives the @{noun}",
    ],
    close: ["\treturn nil\n}", "\treturn count, nil\n}"],
  },
  {
    name: "rust", weight: 2,
    open: ["/// Returns the @{adjective} @{noun} of a @{subject}.\npub fn @{snake1}(input: &str) -> Result<@{type1}, Error> {", "#[derive(Debug, Clone)]\npub struct @{type1}<'a> {\n    pub @{snake}: &'a str,\n    pub @{snake}: Option<u64>,\n}\n\nimpl<'a> @{type1}<'a> {"],
    body: [
      "    let @{snake1} = input.lines().filter(|line| !line.is_empty()).count();",
      "    match @{snake1}.get(\"@{kebab}\") {\n        Some(value) if *value > @{number} => return Err(Error::@{type}),\n        _ => {}\n    }",
      "    // Every @{noun} is @{adjective} here.\n    let @{snake1}: Vec<_> = (0..@{number}).map(|n| n * 2).collect();",
      "    tracing::info!(@{snake} = @{number}, \"@{noun} @{verb}\");",
    ],
    close: ["    Ok(@{type}::default())\n}", "}"],
  },
  {
    name: "ts", weight: 3,
    open: ["import { @{camel1}, type @{type1} } from \"@acme/@{kebab}\";\n", "export interface @{type1} {\n  readonly @{camel}: string;\n  @{camel}?: number | null;\n}\n"],
    body: [
      "const @{camel1} = await client.@{camel}({ @{camel}: \"@{kebab}\", limit: @{number} });",
      "export async function @{camel1}(id: string): Promise<@{type}> {\n  const response = await fetch(`/v1/@{noun}s/${id}?limit=@{number}`);\n  if (!response.ok) throw new Error(`@{noun}: ${response.status}`);\n  return response.json();\n}",
      "// The @{adjective} @{noun} comes first.\nconst @{camel1} = items.filter((item) => item.@{camel} !== undefined);",
      "@{camel}.on(\"@{noun}\", ({ id, @{camel1} }) => console.log(id, @{camel1} ?? @{number}));",
    ],
    close: ["", "export default @{camel};"],
  },
  {
    name: "python", weight: 3,
    open: ["from @{snake} import @{type1}\n", "def @{snake1}(path: str, limit: int = @{number}) -> list[str]:\n    \"\"\"@{do} every @{adjective} @{noun} below `path`.\"\"\""],
    body: [
      "    with open(path, encoding=\"utf-8\") as file:\n        rows = [line.strip() for line in file if line]",
      "    for row in rows[:@{number}]:\n        if not row.startswith(\"@{noun}\"):\n            raise ValueError(f\"{row!r} is no @{noun}\")",
      "    # A @{adjective} @{noun} may come twice.\n    @{snake1} = {key: value for key, value in rows if value is not None}",
      "    logger.info(\"@{noun} @{verb} %s\", @{snake})",
    ],
    close: ["    return rows", ""],
  },
  {
    name: "yaml", weight: 5,
    open: ["# @{adjective} @{noun}", "@{noun1}:"],
    body: [
      "  @{snake}: @{number}\n  @{snake}: \"@{kebab}\"",
      "  @{noun}s:\n    - name: @{kebab}\n      enabled: true\n      timeout: @{number}s\n    - name: @{kebab}\n      enabled: false",
      "  @{noun}: # @{verb} the @{noun}\n    image: registry.acme.example/@{kebab}:@{version}\n    replicas: @{number}",
      "  @{snake}: [@{noun}, @{noun}, @{noun}]",
    ],
    close: ["  @{snake}: null", ""],
  },
  {
    name: "json", weight: 3,
    open: ["{"],
    body: [
      "  \"@{camel}\": \"@{kebab}\",\n  \"@{camel}\": @{number},",
      "  \"@{noun}\": { \"id\": \"@{hex}\", \"@{camel}\": true, \"@{camel}\": null },",
      "  \"@{noun}s\": [\"@{kebab}\", \"@{kebab}\", \"@{kebab}\"],",
      "  \"@{camel}\": { \"@{noun}\": @{share}, \"@{noun}\": [1, 2, @{number}] },",
    ],
    close: ["  \"@{camel}\": false\n}"],
  },
  {
    name: "bash", weight: 8,
    open: ["# @{do} the @{noun}", "set -euo pipefail", "export @{upper}=\"@{kebab}\""],
    body: [
      "curl -sS -H \"Authorization: Bearer $TOKEN\" \\\n  https://api.acme.example/v1/@{noun}s?limit=@{number}",
      "make @{do} && ./bin/@{kebab} --@{noun} @{number} --@{noun}=\"@{kebab}\"",
      "if [[ -z \"${@{upper}:-}\" ]]; then\n  echo \"@{noun} is missing\" >&2\n  exit 1\nfi",
      "kubectl -n @{team} rollout status deploy/@{kebab} --timeout=@{number}s",
      "for @{subject1} in $(cat @{noun}s.txt); do @{do} \"$@{subject1}\"; done # one @{noun} a line",
    ],
    close: ["", "docker compose up -d @{kebab}"],
  },
  {
    name: "sql", weight: 2,
    open: ["-- The @{adjective} @{noun}s of a @{subject}.", "begin;"],
    body: [
      "select @{noun}, count(*) as total, max(created_at)\nfrom @{snake1}\nwhere @{noun} = '@{kebab}' and id > @{number}\ngroup by @{noun}\norder by total desc\nlimit @{number};",
      "create table @{snake1} (\n  id bigint primary key,\n  @{snake} text not null default '',\n  @{snake} numeric(12, 2),\n  created_at timestamptz not null\n);",
      "update @{snake} set @{noun} = null where @{noun} in ('@{noun}', '@{noun}');",
    ],
    close: ["", "commit;"],
  },
  {
    name: "java", weight: 2,
    open: ["public final class @{type1} implements @{type} {", "@Service\npublic class @{type1} {\n    private static final int LIMIT = @{number};\n"],
    body: [
      "    @Override\n    public Optional<@{type1}> @{camel}(String id) {\n        return repository.findById(id).filter(found -> found.size() > @{number});\n    }",
      "    // The @{noun} @{verb} the @{noun}.\n    private final Map<String, @{type}> @{camel1} = new HashMap<>();",
      "    public void @{camel}(final List<String> @{noun}s) throws IOException {\n        for (String each : @{noun}s) {\n            log.info(\"@{noun} {}\", each);\n        }\n    }",
    ],
    close: ["}"],
  },
  {
    name: "dockerfile", weight: 2,
    open: ["FROM registry.acme.example/base/@{noun}:@{version} AS build", "# @{adjective} @{noun}\nFROM debian:bookworm-slim"],
    body: [
      "WORKDIR /srv/@{noun}\nCOPY --from=build /out/@{kebab} /usr/local/bin/",
      "ENV @{upper}=@{number} \\\n    @{upper}=\"@{kebab}\"",
      "RUN apt-get update && apt-get install -y --no-install-recommends ca-certificates \\\n  && rm -rf /var/lib/apt/lists/*",
      "EXPOSE @{port}",
    ],
    close: ["ENTRYPOINT [\"@{kebab}\", \"--@{noun}\", \"@{number}\"]"],
  },
];

const BY_WEIGHT = LANGUAGES.flatMap((language) => Array(language.weight).fill(language));

/**
 * A piece of code of about so many bytes.
 * @param {import("./draw.mjs").Draw} draw
 * @param {number} size
 * @returns {{language: string, code: string}}
 */
export function snippet(draw, size) {
  const language = draw.one(BY_WEIGHT);
  const close = draw.one(language.close);
  let code = fill(draw, draw.one(language.open), SLOTS);
  do {
    code += `\n${fill(draw, draw.one(language.body), SLOTS)}`;
  } while (code.length + close.length < size);
  if (close) code += `\n${fill(draw, close, SLOTS)}`;
  return { language: language.name, code };
}
