//! What stands in the repositories of a generated company.

use super::super::company::{last, parent};
use super::super::repository::Files;
use super::{Dice, Written, capital};

/// The smallest picture: one transparent pixel.
const PIXEL: &[u8] = &[
    0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0x0d, 0x49, 0x48, 0x44, 0x52, 0, 0, 0,
    1, 0, 0, 0, 1, 8, 6, 0, 0, 0, 0x1f, 0x15, 0xc4, 0x89, 0, 0, 0, 0x0d, 0x49, 0x44, 0x41, 0x54,
    0x78, 0x9c, 0x62, 0, 1, 0, 0, 5, 0, 1, 0x0d, 0x0a, 0x2d, 0xb4, 0, 0, 0, 0, 0x49, 0x45, 0x4e,
    0x44, 0xae, 0x42, 0x60, 0x82,
];

/// What kind of interface a described project offers.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Interface {
    OpenApi,
    AsyncApi,
    GraphQl,
    Proto,
}

impl Interface {
    fn of(at: usize) -> Interface {
        match at % 8 {
            5 => Interface::AsyncApi,
            6 => Interface::GraphQl,
            7 => Interface::Proto,
            _ => Interface::OpenApi,
        }
    }

    /// The type in the descriptor, and the file.
    fn named(self) -> (&'static str, &'static str) {
        match self {
            Interface::OpenApi => ("openapi", "api/openapi.yaml"),
            Interface::AsyncApi => ("asyncapi", "api/asyncapi.yaml"),
            Interface::GraphQl => ("graphql", "api/schema.graphql"),
            Interface::Proto => ("grpc", "api/service.proto"),
        }
    }
}

impl Written<'_> {
    fn slug(&self) -> &str {
        last(self.path)
    }

    fn title(&self) -> String {
        capital(self.slug()).replace('-', " ")
    }

    pub(super) fn files(&self, dice: &mut Dice) -> Files {
        let mut files = Files::default();
        let (title, slug) = (self.title(), self.slug());
        let guide = if self.nature.documented { "See [the guide](docs/index.md).\n" } else { "" };
        files.insert(
            "README.md",
            format!("# {title}\n\n{title} of the group {}.\n\n{guide}\n## Start\n\n```sh\nmake run\n```\n", team(self.path)),
        );
        files.insert("src/main.txt", format!("{slug}\n"));
        if !dice.one_in(10) {
            files.insert(".gitlab-ci.yml", self.pipeline(dice));
        }
        if dice.one_in(3) {
            files.insert(
                "CODEOWNERS",
                format!("* @{0}\n/docs/ @{0} @acme\n", parent(self.path).unwrap_or("acme")),
            );
        }
        if self.nature.described {
            self.describe(&mut files);
        }
        if self.nature.documented {
            self.document(&mut files, dice);
        }
        files
    }

    fn pipeline(&self, dice: &mut Dice) -> String {
        let mut text = String::new();
        if self.size.components > 0 && dice.one_in(3) {
            let at = self.size.projects - 1 - dice.below(self.size.components);
            let version = dice.below(2);
            text = format!(
                "include:\n  - component: $CI_SERVER_FQDN/{}/build@1.{version}.0\n    inputs:\n      image: images.example.com/build:1.{version}\n\n",
                self.paths[at]
            );
        }
        text + "stages: [test]\n\ntest:\n  stage: test\n  script:\n    - make test\n"
    }

    fn describe(&self, files: &mut Files) {
        let slug = self.slug();
        let owner = team(self.path);
        let system = format!("{owner}-system");
        let (kind, file) = Interface::of(self.at).named();
        let mut text = format!(
            "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata:\n  name: {slug}\n  title: {}\n  \
             description: The {} of {owner}.\n  tags: [{owner}]\nspec:\n  type: service\n  lifecycle: production\n  \
             owner: group:{owner}\n  system: {system}\n  providesApis: [{slug}-api]\n",
            self.title(),
            slug.replace('-', " "),
        );
        if self.at > 0 {
            let before = last(&self.paths[self.at - 1]);
            text += &format!("  consumesApis: [{before}-api]\n");
        }
        if self.at > 2 {
            let other = last(&self.paths[self.at / 2]);
            text += &format!("  dependsOn: ['component:{other}']\n");
        }
        text += &format!(
            "---\napiVersion: backstage.io/v1alpha1\nkind: API\nmetadata:\n  name: {slug}-api\n  description: How to talk \
             to {slug}.\nspec:\n  type: {kind}\n  lifecycle: production\n  owner: group:{owner}\n  system: {system}\n  \
             definition:\n    $text: ./{file}\n"
        );
        if self.at.is_multiple_of(5) {
            text += &format!(
                "---\napiVersion: backstage.io/v1alpha1\nkind: Location\nmetadata:\n  name: {slug}-more\nspec:\n  \
                 targets:\n    - ./catalog/*.yaml\n"
            );
            files.insert(
                "catalog/store.yaml",
                format!(
                    "apiVersion: backstage.io/v1alpha1\nkind: Resource\nmetadata:\n  name: {slug}-store\nspec:\n  \
                     type: database\n  owner: group:{owner}\n  system: {system}\n"
                ),
            );
        }
        // The first project of a group speaks for its system.
        let group = &self.path[..self.path.len() - slug.len()];
        let first = self
            .paths
            .iter()
            .position(|path| path.starts_with(group) && !path[group.len()..].contains('/'));
        if first == Some(self.at) {
            text += &format!(
                "---\napiVersion: backstage.io/v1alpha1\nkind: System\nmetadata:\n  name: {system}\nspec:\n  \
                 owner: group:{owner}\n"
            );
        }
        files.insert("catalog-info.yaml", text);
        files.insert(file, interface(Interface::of(self.at), slug, &self.title()));
    }

    fn document(&self, files: &mut Files, dice: &mut Dice) {
        let title = self.title();
        let pages = 2 + dice.below(7);
        let picture = if dice.one_in(3) {
            files.insert("docs/images/overview.png", PIXEL.to_vec());
            "![Overview](images/overview.png)\n\n"
        } else {
            ""
        };
        let mut index = format!("# {title}\n\n{picture}How {} works.\n\n", title.to_lowercase());
        for page in 1..pages {
            let path = if page % 3 == 0 {
                format!("guide/part-{page}.md")
            } else {
                format!("part-{page}.md")
            };
            index += &format!("- [Part {page}]({path})\n");
            files.insert(
                &format!("docs/{path}"),
                format!("# Part {page}\n\nWhat to know about step {page} of {}.\n\n## Details\n\nIt takes {} minutes.\n", title.to_lowercase(), dice.below(60)),
            );
        }
        files.insert("docs/index.md", index);
        if dice.one_in(2) {
            files.insert("mkdocs.yml", format!("site_name: {title}\ndocs_dir: docs\n"));
        }
    }
}

/// What a portal calls the group that holds a project.
fn team(path: &str) -> String {
    parent(path).unwrap_or("acme").replace('/', "-")
}

fn interface(interface: Interface, slug: &str, title: &str) -> String {
    match interface {
        Interface::OpenApi => format!(
            "openapi: 3.1.0\ninfo:\n  title: {title}\n  version: 1.0.0\n  description: The interface of {slug}.\npaths:\n  \
             /items:\n    get:\n      operationId: listItems\n      summary: Lists items\n      responses:\n        '200':\n          \
             description: The items\n          content:\n            application/json:\n              schema:\n                \
             type: array\n                items:\n                  $ref: '#/components/schemas/Item'\ncomponents:\n  schemas:\n    \
             Item:\n      type: object\n      required: [id]\n      properties:\n        id:\n          type: string\n"
        ),
        Interface::AsyncApi => format!(
            "asyncapi: 3.0.0\ninfo:\n  title: {title}\n  version: 1.0.0\nchannels:\n  changed:\n    address: {slug}.changed\n    \
             messages:\n      changed:\n        payload:\n          type: object\noperations:\n  onChanged:\n    action: send\n    \
             channel:\n      $ref: '#/channels/changed'\n"
        ),
        Interface::GraphQl => {
            "type Query {\n  \"One item.\"\n  item(id: ID!): Item\n}\n\ntype Item {\n  id: ID!\n  name: String\n}\n".to_owned()
        }
        Interface::Proto => {
            let package = slug.replace('-', "_");
            format!(
                "syntax = \"proto3\";\n\npackage acme.{package};\n\n// Serves items.\nservice Items {{\n  rpc Get(Request) returns \
                 (Item);\n}}\n\nmessage Request {{\n  string id = 1;\n}}\n\nmessage Item {{\n  string id = 1;\n}}\n"
            )
        }
    }
}

/// One component; its inputs grow with the versions.
pub(super) fn component(name: &str, version: usize) -> String {
    let mut text = format!(
        "spec:\n  inputs:\n    stage:\n      default: test\n      description: The stage of the job\n    image:\n      \
         description: What {name} runs in\n"
    );
    for added in 1..=version {
        text += &format!("    option-{added}:\n      type: boolean\n      default: false\n");
    }
    text + &format!(
        "---\n\n{name}:\n  stage: $[[ inputs.stage ]]\n  image: $[[ inputs.image ]]\n  script:\n    - make {name}\n"
    )
}

/// The repository of a project of components as of a version.
pub(super) fn components(slug: &str, path: &str, version: usize) -> Files {
    let mut files = Files::default();
    let title = capital(slug).replace('-', " ");
    files.insert(
        "README.md",
        format!(
            "# {title}\n\nComponents for pipelines.\n\n## Components\n\n### build\n\n```yaml\ninclude:\n  - component: \
             $CI_SERVER_FQDN/{path}/build@1.{version}.0\n```\n"
        ),
    );
    files.insert("templates/build.yml", component("build", version));
    if version > 0 {
        files.insert("templates/check/template.yml", component("check", version));
    }
    files
}
